"""MiniLM made into a model that CTranslate2 runs."""

import json
import os
import subprocess
import sys
import zipfile
from importlib.util import find_spec
from pathlib import Path

import numpy as np
import pytest

from flows.vectors import minilm_weights
from flows.vectors.minilm_weights import folder_of


@pytest.fixture(scope="module")
def package() -> Path:
    spec = find_spec("all_minilm_l6_v2")
    assert spec is not None
    assert spec.submodule_search_locations
    return Path(next(iter(spec.submodule_search_locations)))


def test_is_made_once(package: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = folder_of(package, tmp_path / "models")
    assert {file.name for file in folder.iterdir()} >= {"model.bin", "config.json", "tokenizer.json"}
    assert [entry.name for entry in (tmp_path / "models").iterdir()] == [folder.name]  # nothing unfinished is left
    monkeypatch.setattr(minilm_weights, "_convert", None)
    assert folder_of(package, tmp_path / "models") == folder


PROGRAM = """
import sys
from pathlib import Path
from importlib.util import find_spec
import numpy as np
from flows.vectors.minilm import MiniLM
package = Path(next(iter(find_spec("all_minilm_l6_v2").submodule_search_locations)))
sentences = ["yes", "both cards", "can you move two hundred dollars from savings to checking", "help me"]
np.save(sys.argv[2], MiniLM(package, Path(sys.argv[1])).encode(sentences))
"""


def test_a_processor_without_byte_instructions_makes_the_same_vectors(package: Path, tmp_path: Path) -> None:
    """Where there are some, the library is told to leave them alone; where there are none both are the same anyway."""
    vectors = []
    for number, most in enumerate(("DEFAULT", "AVX2")):
        out = tmp_path / f"{number}.npy"
        environment = os.environ | {"ONEDNN_MAX_CPU_ISA": most}
        words = [sys.executable, "-c", PROGRAM, str(tmp_path / "models"), str(out)]
        subprocess.run(words, env=environment, check=True, timeout=100)
        vectors.append(np.load(out))
    assert float((vectors[0] * vectors[1]).sum(axis=1).min()) > 0.9999


def test_no_sum_of_two_products_leaves_16_bits() -> None:
    assert 2 * 255 * minilm_weights.LARGEST < 1 << 15


def test_a_broken_package_leaves_nothing_behind(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "model.zip", "w") as files:
        files.writestr("model.safetensors", b"\x02\0\0\0\0\0\0\0{}")
        files.writestr("config.json", json.dumps({"num_hidden_layers": 1, "num_attention_heads": 1}))
        files.writestr("tokenizer.json", "{}")
    with pytest.raises(KeyError):
        folder_of(tmp_path, tmp_path / "models")
    assert list((tmp_path / "models").iterdir()) == []


def test_a_missing_package(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        folder_of(tmp_path, tmp_path / "models")


def test_the_arrays_of_a_safetensors_file() -> None:
    header = json.dumps(
        {
            "__metadata__": {"format": "pt"},
            "a": {"dtype": "F32", "shape": [2, 2], "data_offsets": [0, 16]},
            "b": {"dtype": "I64", "shape": [1], "data_offsets": [16, 24]},
        }
    ).encode()
    numbers = np.arange(4, dtype="<f4").tobytes() + bytes(8)
    found = minilm_weights._safetensors(len(header).to_bytes(8, "little") + header + numbers)
    assert list(found) == ["a"]
    assert found["a"].tolist() == [[0, 1], [2, 3]]
