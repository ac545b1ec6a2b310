"""The same call on PySpark, on a cluster of two workers with a process each, gives what it gives in memory."""

from __future__ import annotations

import os
import shutil
import sys
from typing import TYPE_CHECKING, Any
from unittest import mock

import pytest

import runstrength
from runstrength.frame import recommend_frame
from tests.frames import checked, flat, runners, spoilt, whole

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    import pyarrow as pa

if shutil.which("java") is None:
    pytest.skip("there is no Java, and so no Spark", allow_module_level=True)
pytest.importorskip("pyspark")

from pyspark.sql import SparkSession

# What Spark has to say of itself (its sockets, pandas 3) is no fault of ours.
pytestmark = [pytest.mark.filterwarnings("ignore"), pytest.mark.xdist_group("spark")]

ARTICLE = runstrength.shipped_rulebook()
SOUND = runners(ARTICLE, 30)
SPOILT = spoilt(ARTICLE, runners(ARTICLE, 60, seed=2))


@pytest.fixture(scope="module")
def spark() -> Iterator[SparkSession]:
    """Give the one session of these tests: a cluster of two workers, each a Java and a Python of its own."""
    here = {"SPARK_LOCAL_IP": "127.0.0.1", "PYSPARK_PYTHON": sys.executable}
    options = {
        "spark.ui.enabled": "false",
        "spark.default.parallelism": "2",
        "spark.driver.extraJavaOptions": "-XX:TieredStopAtLevel=1",  # begins sooner, which is what matters here
        "spark.executor.extraJavaOptions": "-XX:TieredStopAtLevel=1",
        "spark.executorEnv.PYTHONPATH": os.pathsep.join(filter(None, sys.path)),
    }
    builder = SparkSession.builder.master("local-cluster[2,1,1024]")
    for name, value in options.items():
        builder = builder.config(name, value)
    with mock.patch.dict(os.environ, here):
        session = builder.getOrCreate()
        session.sparkContext.setLogLevel("OFF")
        yield session
        session.stop()


@pytest.mark.parametrize(("layout", "those"), [(whole, SPOILT), (flat, SOUND)])
def test_every_row_is_given_what_its_runner_is(
    spark: SparkSession, layout: Callable[..., pa.Table], those: list[dict[str, Any]]
) -> None:
    """Rules, programme and problems are those of `recommend`, wherever a row is answered."""
    checked(ARTICLE, those, layout(ARTICLE, those), spark.createDataFrame, lambda frame: frame.toArrow())


def test_a_map_and_what_is_kept(spark: SparkSession) -> None:
    """A map of Spark's is a map; the id and what is kept have the types that they had."""
    frame = spark.createDataFrame(
        [(1, "trail", {"knee": 7}, "x"), (2, "trail", {"kne": 7}, None)],
        "who int, discipline string, pain map<string, int>, club string",
    )
    found = recommend_frame(frame, id="who", keep=["club"])
    assert frame.select("who", "club").schema.fields == found.programme.schema.fields[:2]
    [problem] = found.problems.collect()
    assert (2, None) == (problem.who, problem.club)
    assert "did you mean knee?" in problem.problems
    [referral] = found.programme.where("part = 'referral'").collect()
    assert (1, "x", "before_training") == (referral.who, referral.club, referral.name)
