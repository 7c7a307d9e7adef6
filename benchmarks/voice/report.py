"""The whole run as one object, as lines for a person, and as a picture."""

import json
import subprocess
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from benchmarks._machine import machine, percentile, versions
from benchmarks.voice import plot
from benchmarks.voice.bench import Bench, Log

PACKAGES = ("aiortc", "av", "ctranslate2", "faster-whisper", "onnxruntime", "piper-tts", "daphne", "Django")
LOOP_LAG_LIMIT_MS = 5.0  # p99 of a call; beyond it the client's own clock is not worth believing
MOST_LATE = 0.05  # of the calls: more of them could make the p95 what it is
# What every report has, None where it was not measured.
NAMES = (
    "fixed_p50_ms", "fixed_p95_ms", "closed_p50_ms", "model_p50_ms", "filler_p50_ms", "cached_p50_ms",
    "fixed_unspeculated_p50_ms", "peer_ratio_p50", "peer_fixed_ratio_p50", "false_cutoff_rate",
    "false_cutoff_rate_digits", "false_cutoff_rate_clause", "barge_in_p50_ms", "barge_in_p95_ms",
    "backchannel_stop_rate", "drift_ms", "calls_local", "calls_stubbed", "calls_stubbed_two_processes",
    "cpu_per_call", "loop_lag_p99_ms", "model_tokens_wasted", "speculation_kept_rate", "wer_short_context",
    "wer_full_context", "connect_p50_ms",
)  # fmt: skip


def commit() -> str:
    """What is measured, by git's word."""
    root = Path(__file__).resolve().parents[2]
    try:
        done = subprocess.run(
            ["git", "describe", "--always", "--dirty"],
            cwd=root,
            capture_output=True,
            text=True,
            timeout=10,
            check=False,
        )
    except OSError:
        return ""
    return done.stdout.strip()


def whole(bench: Bench, told: Mapping[str, Any], place: Mapping[str, Any]) -> dict[str, Any]:
    """All figures by name. `place`: the machine as it was at the start."""
    late = sum(lag > LOOP_LAG_LIMIT_MS for lag in bench.lags)
    return {
        **dict.fromkeys(NAMES),
        **told,
        "n": sum("answer_ms" in row for row in bench.log.rows),
        "failed": bench.failures,
        "calls_held": len(bench.lags),
        "calls_with_late_clock": late,
        "client_loop_lag_p99_ms": percentile(bench.lags, 1 - MOST_LATE),
        "client_loop_lag_worst_ms": round(max(bench.lags, default=0.0), 1),
        "valid": late <= MOST_LATE * len(bench.lags),
        "voices": list(bench.studio.voices),
        "commit": commit(),
        "machine": dict(place),
        "versions": versions(PACKAGES),
    }


def keep(folder: Path, figures: Mapping[str, Any], log: Log) -> None:
    """Write what is known so far: the figures and the picture. The turns are in their file already."""
    (folder / "figures.json").write_text(json.dumps(figures, indent=1, default=str) + "\n", "utf-8")
    (folder / "waits.svg").write_text(plot.strip_plot(waits(log), "Voice to voice"), "utf-8")


def waits(log: Log) -> dict[str, list[float]]:
    """Every wait by scenario, those of a peer by its arm."""
    found: dict[str, list[float]] = {}
    for row in log.rows:
        if row.get("answer_ms") is not None and not row.get("cut"):
            kind = row.get("arm") or (row.get("kind") if row["scenario"] == "fixed" else None)
            found.setdefault(f"{row['scenario']} {kind}" if kind else row["scenario"], []).append(row["answer_ms"])
    return found


def lines(figures: Mapping[str, Any]) -> list[str]:
    """The report for a person: what was measured, a line for each."""
    told = []
    for name, value in figures.items():
        if value is None:
            continue
        if isinstance(value, Mapping):
            value = ", ".join(f"{key} {each}" for key, each in value.items())
        elif isinstance(value, list):
            value = "; ".join(map(str, value)) or "none"
        told.append(f"{name:<28} {value}")
    return [*told, *(["NOT VALID: the caller's own clock was late"] if not figures["valid"] else [])]


def here() -> dict[str, Any]:
    """The machine now."""
    return machine()
