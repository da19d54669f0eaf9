"""Each example of examples/arrow runs, where its library is installed."""

from __future__ import annotations

import importlib.util
import shutil
import sys
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.dataset as ds
import pyarrow.parquet as pq
import pytest

from benchmarks.fakes import BOOM, sentences

EXAMPLES = Path(__file__).parent.parent.parent / "examples" / "arrow"
CLEAN = "Call [PERSON] on [EMAIL_ADDRESS]"


def example(name: str, library: str) -> Any:
    pytest.importorskip(library, reason=f"{library} is not installed")
    spec = importlib.util.spec_from_file_location(name, EXAMPLES / f"{name}.py")
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.mark.usefixtures("fake")
class TestWithoutModel:
    def test_duckdb(self, tmp_path: Path) -> None:
        assert example("duckdb_query", "duckdb").main(str(tmp_path / "a.db")) == [(7, CLEAN, 2)]

    def test_polars(self) -> None:
        wanted = {"id": 7, "body": CLEAN, "people": [{"name": "[PERSON]", "age": 30}]}
        assert example("polars_frame", "polars").main() == [wanted]

    def test_pandas(self) -> None:
        assert example("pandas_frame", "pandas").main() == [{"id": 7, "body": CLEAN}]

    def test_dask(self, tmp_path: Path) -> None:
        (tmp_path / "in").mkdir()
        for number in range(2):
            table = pa.table({"id": [number, 9], "body": ["Call Niels on niels@example.com", f"Niels {BOOM}"]})
            pq.write_table(table, tmp_path / "in" / f"{number}.parquet")
        assert example("dask_files", "dask").main(str(tmp_path / "in"), str(tmp_path / "out")) == 2
        out = [pq.read_table(tmp_path / "out" / f"{number}.parquet").to_pylist() for number in range(2)]
        assert out == [[{"id": number, "body": CLEAN}, {"id": 9, "body": None}] for number in range(2)]
        assert len(list((tmp_path / "out").iterdir())) == 2

    def test_pyarrow(self, tmp_path: Path) -> None:
        table = pa.table({"id": list(range(3_000)), "note": [*sentences(1, 2_999), f"Niels {BOOM}"]})
        ds.write_dataset(table, tmp_path / "in", format="feather", use_threads=False)  # else not in order
        assert example("pyarrow_dataset", "pyarrow").main(str(tmp_path / "in"), str(tmp_path / "out"), "feather") == 1
        out = ds.dataset(tmp_path / "out", format="parquet").to_table()
        assert out.schema.equals(table.schema) and out["id"].equals(table["id"])
        assert "Niels" not in str(out.to_pylist()) and out["note"].to_pylist()[-1] is None


def test_spark(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The whole example, in two tasks. Not in the dev extra: pyspark alone is 450 MB to load."""
    module = example("spark_map_in_arrow", "pyspark")
    if shutil.which("java") is None:
        pytest.skip("Spark needs Java, which is not installed")
    from pyspark.sql import SparkSession

    monkeypatch.setenv("PYSPARK_PYTHON", sys.executable)  # else tasks run in whatever python3 comes first
    monkeypatch.setenv("SPARK_LOCAL_IP", "127.0.0.1")
    rows = pa.table({"id": [7, 8], "body": ["Write to niels@example.com", None]})
    for number in range(2):
        (tmp_path / "in").mkdir(exist_ok=True)
        pq.write_table(rows.slice(number, 1), tmp_path / "in" / f"{number}.parquet")
    settings = {"spark.ui.enabled": "false", "spark.local.dir": str(tmp_path / "local")}
    spark = SparkSession.builder.master("local[2]").config(map=settings).getOrCreate()
    try:
        module.main(str(tmp_path / "in"), str(tmp_path / "out"))
    finally:
        spark.stop()
    out = pq.read_table(tmp_path / "out", columns=["id", "body"]).sort_by("id")
    assert out.to_pylist() == [{"id": 7, "body": "Write to [EMAIL_ADDRESS]"}, {"id": 8, "body": None}]


@pytest.mark.slow
def test_ray(cluster: Path) -> None:
    module = example("ray_data", "ray")
    import ray

    dataset = ray.data.from_arrow(pa.table({"id": [7], "body": ["Write to niels@example.com"]}))
    assert module.redact_dataset(dataset, ["body"], actors=1).take_all() == [
        {"id": 7, "body": "Write to [EMAIL_ADDRESS]"}
    ]


def test_every_example_is_run_here() -> None:
    source = Path(__file__).read_text(encoding="utf-8")
    for path in EXAMPLES.glob("*.py"):
        assert f'example("{path.stem}"' in source, path.name
