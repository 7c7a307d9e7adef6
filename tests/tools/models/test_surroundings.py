"""What of our environment the process that asks models gets."""

from tools.models.surroundings import ROOT, of_worker


def test_providers_are_reached_and_our_own_secrets_stay_here() -> None:
    given = {
        "PATH": "/bin", "OPENAI_API_KEY": "k", "MISTRAL_API_KEY": "m", "AWS_REGION": "eu", "HTTPS_PROXY": "http://p",
        "OPENAI_BASE_URL": "b", "OPENAI_API_BASE": "b", "OPENAI_ORG_ID": "o", "OPENAI_CUSTOM_HEADERS": "h",
        "ANTHROPIC_BASE_URL": "b", "AZURE_API_BASE": "a",
        "SECRET_KEY": "s", "FIELD_KEY": "f", "DATABASE_URL": "postgres://a:b@c/d", "REDIS_URL": "redis://x",
        "PYTHONPATH": "/elsewhere", "DJANGO_SETTINGS_MODULE": "voxloom.settings.test",
    }  # fmt: skip
    passed = of_worker(given)
    assert {"PATH", "OPENAI_API_KEY", "MISTRAL_API_KEY", "AWS_REGION", "HTTPS_PROXY"} <= passed.keys()
    assert not {"SECRET_KEY", "FIELD_KEY", "DATABASE_URL", "REDIS_URL", "DJANGO_SETTINGS_MODULE"} & passed.keys()
    assert "AZURE_API_BASE" in passed
    assert not [name for name in passed if name.startswith(("OPENAI_", "ANTHROPIC_")) and not name.endswith("_API_KEY")]
    assert passed["PYTHONPATH"] == f"{ROOT}:{ROOT}/platform"
