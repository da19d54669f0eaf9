"""The arithmetic of docs/scale.md: from measured seconds to cores, money and bottlenecks. Every line shows its sum."""

from __future__ import annotations

import json
import math
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from benchmarks.tables import table

NOT_YET = "Not measured yet: `python -m benchmarks.scale` on an idle machine."


@dataclass(frozen=True, slots=True)
class Assumed:
    """What the plan assumes and nothing here measures: change a number, run ``--fill``, read the page again."""

    terabytes: float = 100
    hours: float = 8
    #: Share of the cores' time that works: stragglers, lost nodes, the night's ramp.
    busy: float = 0.7
    #: A core of the cluster against one of the measured machine.
    core: float = 1.0
    cores_a_node: int = 32
    #: Dollars per core and hour, on demand and spot. List prices move: put in your own.
    on_demand: float = 0.045
    spot: float = 0.015
    object_megabytes: float = 128
    #: One list request gives so many keys and takes so long.
    list_keys: int = 1_000
    list_seconds: float = 0.1
    #: Price of 1,000 write requests, in dollars.
    puts: float = 0.005


ASSUMED = Assumed()
#: What Ray may take of the time of as many local threads.
RAY_BAR = 1.15


def measured(found: dict[str, Any]) -> str:
    """The table of throughput, and the cost of starting and of a small file."""
    first = next(iter(found["workers"].values()))
    rows = [
        [
            count,
            f"{found['bytes'] / 1e6 / row['seconds']:.3f}",
            f"{found['bytes'] / 1e6 / row['seconds_max']:.3f}–{found['bytes'] / 1e6 / row['seconds_min']:.3f}",
            f"{row['words'] / row['seconds']:,.0f}",
            f"{first['seconds'] / row['seconds']:.2f}×",
            f"{cpu_per_gb(found, row):,.0f}",
            f"{row['peak_rss_bytes'] / 2**20:.0f}",
        ]
        for count, row in found["workers"].items()
    ]
    small = found["small"]
    return "\n\n".join(
        [
            table(
                ["workers (threads)", "MB/s (median)", "min–max", "words/s", "speed-up", "CPU s per GB", "peak MiB"],
                rows,
            ),
            f"{found['bytes'] / 1e6:.3g} MB of JSONL, {found['repeats']} interleaved runs, {found['cores']} cores "
            f"({found['machine']}, load {found['load_before']:g} before), start-up included; CPU s per GB without it. "
            f"A run of one line takes {found['start']['seconds']:.2f} s "
            f"({found['start']['cpu_seconds']:.2f} CPU s): that is what a start costs. "
            f"{small['files']:,} files of {small['bytes'] / small['files']:,.0f} bytes take {small['seconds']:.1f} s "
            f"with {small['workers']} workers, {1000 * file_cpu(found):.2f} CPU ms a file beyond its bytes."
            + ("" if found.get("model", True) else " **Without the model**: a policy of patterns alone."),
            *_on_ray(found),
        ]
    )


def _on_ray(found: dict[str, Any]) -> list[str]:
    """What the same takes on Ray, against as many local threads; and how much of it is the driver's."""
    ray = found.get("ray")
    if ray is None:
        return []
    local, megabytes = found["workers"][str(ray["workers"])], found["bytes"] / 1e6
    against = {name: _range(numbers) for name, numbers in ray["against"].items()}
    rows = [
        [f"{what}, {megabytes:.3g} MB", *_seconds(one), *_seconds(tenth), f"{start:.1f}", told]
        for what, one, tenth, start, told in (
            (f"Ray, {ray['workers']} actors", ray, ray["tenth"], ray["starts"][0], against["whole"]),
            (f"local, {ray['workers']} threads", local, ray["local_tenth"], ray["starts"][1], "1"),
        )
    ]
    driver, worker = driver_per_gb(found), worker_per_gb(found)
    return [
        table(
            ["", "seconds (median)", "min–max", "a tenth of it", "min–max", "start (calculated)", "against local"], rows
        ),
        f"Ray's cluster is started for the run, on the same {found['cores']} cores, and ended with it: that is counted. "
        f"By the byte, beyond the start, Ray takes {against['by_byte']} of the local time. **At 100 MB that makes "
        f"{against['calculated']}**: calculated (start, and 100 MB at the measured rate), not run; the bar is at most "
        f"{RAY_BAR:g}.",
        f"The driver (read, fold, write, talk to workers) takes {driver:,.0f} CPU s a GB, the workers {worker:,.0f}, "
        f"and a local run {cpu_per_gb(found, local):,.0f} for all of it (Ray's own processes are not in these): "
        f"{100 * driver / (driver + worker):.1f} % is the driver's, so one driver keeps at most "
        f"**{worker / driver:,.0f} workers** busy.",
    ]


def _seconds(one: dict[str, float]) -> tuple[str, str]:
    return f"{one['seconds']:.1f}", f"{one['seconds_min']:.1f}–{one['seconds_max']:.1f}"


def _range(numbers: list[float]) -> str:
    median, low, high = numbers
    return f"{median:.2f}× ({low:.2f}–{high:.2f})"


def driver_per_gb(found: dict[str, Any]) -> float:
    """CPU seconds of a Ray run's driver per GB, start-up taken off."""
    return _beyond_tenth(found, "cpu_seconds")


def worker_per_gb(found: dict[str, Any]) -> float:
    """CPU seconds of its workers per GB."""
    return _beyond_tenth(found, "worker_cpu_seconds")


def _beyond_tenth(found: dict[str, Any], name: str) -> float:
    """What a Ray run takes more than a run on a tenth of its bytes, per GB."""
    ray, tenth = found["ray"], found["ray"]["tenth"]
    return (ray[name] - tenth[name]) / ((found["bytes"] - tenth["bytes"]) / 1e9)


def cpu_per_gb(found: dict[str, Any], row: dict[str, float] | None = None) -> float:
    """CPU seconds per GB (10**9 bytes), start-up taken off; of the run with most workers unless told."""
    row = row or _most(found)[1]
    return (row["cpu_seconds"] - found["start"]["cpu_seconds"]) / (found["bytes"] / 1e9)


def _most(found: dict[str, Any]) -> tuple[str, dict[str, float]]:
    """The run with most workers."""
    return max(found["workers"].items(), key=lambda item: int(item[0]))


def file_cpu(found: dict[str, Any]) -> float:
    """CPU seconds that one small file costs beyond its bytes; never below 0, which noise could make it."""
    small = found["small"]
    rest = small["cpu_seconds"] - found["start"]["cpu_seconds"] - cpu_per_gb(found) * small["bytes"] / 1e9
    return max(0.0, rest / small["files"])


def plan(found: dict[str, Any], a: Assumed = ASSUMED) -> str:
    """Cores and money, each with its sum."""
    per_gb, gb = cpu_per_gb(found), a.terabytes * 1000
    most, last = _most(found)
    cpu = per_gb * gb / a.core
    cores = math.ceil(cpu / (a.hours * 3600 * a.busy))
    nodes = math.ceil(cores / a.cores_a_node)
    core_hours = nodes * a.cores_a_node * a.hours
    fastest = max(found["bytes"] / 1e6 / row["seconds"] for row in found["workers"].values())
    gbits = gb * 8 / (a.hours * 3600)
    lines = [
        f"- For comparison 10 GB: 10,000 MB ÷ {fastest:.3f} MB/s = **{1e4 / fastest / 3600:,.0f} hours** on the machine "
        f"above; {per_gb:,.0f} s/GB × 10 GB ÷ ({a.hours:g} h × 3,600 × {a.busy:g} busy) = "
        f"**{math.ceil(per_gb * 10 / a.core / (a.hours * 3600 * a.busy)):,} cores** for a night.",
        f"- CPU: {per_gb:,.0f} s/GB × {gb:,.0f} GB = **{cpu / 3600:,.0f} core-hours** of work.",
        f"- Cores: {cpu:,.0f} s ÷ ({a.hours:g} h × 3,600 × {a.busy:g} busy) = **{cores:,} cores**, "
        f"{nodes:,} nodes of {a.cores_a_node}.",
        f"- Money: {nodes:,} × {a.cores_a_node} × {a.hours:g} h = {core_hours:,.0f} core-hours × ${a.on_demand:g} = "
        f"**${core_hours * a.on_demand:,.0f} a night** on demand, × ${a.spot:g} = ${core_hours * a.spot:,.0f} on spot; "
        f"${core_hours * a.on_demand / a.terabytes:,.0f} and ${core_hours * a.spot / a.terabytes:,.0f} a TB.",
        f"- Network: {gb:,.0f} GB × 8 bit ÷ ({a.hours:g} h × 3,600) = {gbits:,.1f} Gbit/s in and as much out; "
        f"{1000 * gbits / nodes:,.0f} Mbit/s a node each way.",
        *_drivers(found, gb, a),
        f"- Memory: {last['peak_rss_bytes'] / 2**20:,.0f} MiB a process of {most} workers.",
    ]
    return "\n".join(lines)


def _drivers(found: dict[str, Any], gb: float, a: Assumed) -> list[str]:
    """How many runs of ``--engine ray`` side by side: one driver is one core's work."""
    if "ray" not in found:
        return []
    per_gb = driver_per_gb(found)
    drivers = math.ceil(per_gb * gb / a.core / (a.hours * 3600 * a.busy))
    return [
        f"- Drivers: {per_gb:,.0f} s/GB × {gb:,.0f} GB ÷ ({a.hours:g} h × 3,600 × {a.busy:g}) = **{drivers:,} drivers**, "
        f"each with its own prefix of {a.terabytes * 1000 / drivers:,.0f} GB and "
        f"{worker_per_gb(found) / per_gb:,.0f} workers."
    ]


def bottlenecks(found: dict[str, Any], a: Assumed = ASSUMED) -> str:
    """What grows with the number of files, for large and for small objects."""
    small, size = found["small"], found["small"]["bytes"] / found["small"]["files"]
    _, last = _most(found)
    rows = []
    for what, each in (
        (f"{a.object_megabytes:g} MB", a.object_megabytes * 1e6),
        ("1 MB", 1e6),
        (f"{size / 1000:.1f} kB", size),
    ):
        files = a.terabytes * 1e12 / each
        rows.append(
            [
                what,
                f"{files:,.0f}",
                _time(files / a.list_keys * a.list_seconds),
                f"{file_cpu(found) * files / 3600:,.0f}",
                f"{100 * file_cpu(found) * files / (cpu_per_gb(found) * a.terabytes * 1000):.1f} %",
                _bytes(files * small["manifest_bytes"] / small["files"]),
                _bytes(files * small["state_bytes"] / small["files"]),
                f"${files / 1000 * a.puts * 2:,.0f}",
            ]
        )
    head = [
        "objects of",
        "how many",
        "listing, one stream",
        "core-hours for files",
        "of all work",
        "manifest",
        "state",
        "PUTs (output, audit)",
    ]
    audit = last["audit_bytes"] / found["bytes"]
    entities = last["entities"] / (found["bytes"] / 1e6)
    return table(head, rows) + (
        f"\n\nThe audit takes {audit:.2f} bytes a byte of this input ({_bytes(audit * a.terabytes * 1e12)} in all), "
        f"before compression: {entities:,.0f} entities a MB."
    )


def _time(seconds: float) -> str:
    return (
        f"{seconds:,.0f} s"
        if seconds < 600
        else f"{seconds / 60:,.0f} min"
        if seconds < 36_000
        else f"{seconds / 3600:,.0f} h"
    )


def _bytes(number: float) -> str:
    for unit in ("B", "kB", "MB", "GB"):
        if number < 1000:
            return f"{number:,.0f} {unit}"
        number /= 1000
    return f"{number:,.1f} TB"


def filled(page: str, results: Path) -> str:
    """``page`` with the parts between its markers made anew from ``results``."""
    found = json.loads(results.read_text(encoding="utf-8")) if results.exists() else None
    for name, make in (("measured", measured), ("plan", plan), ("bottlenecks", bottlenecks)):
        made = make(found) if found else NOT_YET
        page, count = re.subn(
            rf"(<!-- {name} -->\n).*?(<!-- /{name} -->)",
            lambda match, made=made: f"{match[1]}\n{made}\n\n{match[2]}",
            page,
            flags=re.DOTALL,
        )
        if count != 1:
            raise ValueError(f"the page needs the markers of {name!r} once")
    return page
