"""A route: which language model answers, with whose key, what it may cost and be given, and who answers instead."""

from typing import ClassVar

from pydantic import Field
from pydantic.dataclasses import dataclass

from flows.definition.config import CONFIG, Milliseconds, Names, Text
from flows.definition.tool_request import MAX_URL_CHARACTERS

MAX_MODEL_CHARACTERS = 200
MOST_DOLLARS = 10_000
"""For a million tokens, or on a day; more is a slip."""
MOST_TOKENS = 4_000
"""Twenty minutes of speech; nobody listens that long."""
MICROS_IN_DOLLAR = 1_000_000
PROVIDERS = frozenset(
    "openai anthropic gemini mistral groq deepseek cohere cohere_chat together_ai openrouter fireworks_ai perplexity "
    "xai cerebras deepinfra".split()
)
"""Those that take the key of the workspace, at an address of their own outside. Others sign in by what lies on the
machine of the operator, who would pay (bedrock, vertex_ai), or are asked on that machine (ollama)."""


@dataclass(frozen=True, kw_only=True, config=CONFIG)
class Budget:
    """What may be spent before a route is not asked any more."""

    call: float | None = Field(default=None, ge=0, le=MOST_DOLLARS)
    """Dollars: once the models of a call have cost that much, this route is not asked in it any more."""
    day: float | None = Field(default=None, ge=0, le=MOST_DOLLARS)
    """Dollars: once the models of the bot have cost that much on a day (UTC), it is not asked until the next."""


@dataclass(frozen=True, kw_only=True, config=CONFIG)
class Price:
    """What a model costs, in dollars for a million tokens; needed where LiteLLM knows no price of it."""

    question: float = Field(ge=0, le=MOST_DOLLARS)
    """For what the model is told."""
    answer: float = Field(ge=0, le=MOST_DOLLARS)
    """For what it writes."""


@dataclass(frozen=True, kw_only=True, config=CONFIG)
class Switch:
    """When another route answers: `{if: CONDITION, to: ROUTE}`."""

    condition: str = Field(alias="if")
    """A condition over the bot's values, `turns` (of the caller so far), `node` (`flow.node`), `complexity` (of
    the last sentence, 0 to 1), `emotion` (`calm`, `upset`, `angry`, `happy`), `confidence` (of how it was understood,
    0 to 1), `failures` (of this route, in this call) and `spent` (dollars, in this call)."""
    to: str
    """The route that answers then."""


@dataclass(frozen=True, kw_only=True, config=CONFIG)
class Route:
    """A language model that `generate` nodes may ask. It is asked where the workspace has the secret that `key` names,
    or the names of its `api_base`; elsewhere the operator's own model answers, and where there is none the stubs do."""

    example: ClassVar[str] = """
routes:
  fast:
    model: openai/gpt-4o-mini
    key: openai_key
    first_token: 1500ms
    fallbacks: [spare]
    switch: [{if: complexity > 0.7 || failures >= 2, to: smart}]
  smart: {model: openai/gpt-4o, key: openai_key, budget: {call: 0.05, day: 20}, fallbacks: [fast]}
  spare: {model: openai/qwen, api_base: "{{ env.own_models }}/v1", allow: [person]}
"""

    model: str = Field(min_length=1, max_length=MAX_MODEL_CHARACTERS)
    """The provider and the model, as LiteLLM names them: `openai/gpt-4o-mini`; `openai/NAME` also for a server that
    speaks the same."""
    key: str | None = None
    """The name of a secret of the workspace."""
    api_base: str | None = Field(default=None, max_length=MAX_URL_CHARACTERS)
    """The address of a server that speaks OpenAI's protocol; left out: the provider's own. It takes no template but
    `{{ env.NAME }}`."""
    fallbacks: Names = ()
    """Routes that answer instead, in their order, where this one refuses, is away or says nothing in time, as long as
    the caller has heard nothing of its answer."""
    switch: tuple[Switch, ...] = ()
    """When another route answers from the start: the first condition that holds counts. Those of that other route are
    not asked any more."""
    first_token: Milliseconds = Field(default=3_000, validate_default=False)
    """How long the first word may take."""
    gap: Milliseconds = Field(default=2_000, validate_default=False)
    """How long each further piece of the answer may take."""
    total: Milliseconds | None = None
    """How long the whole answer may take; left out, and at most: as long as the node's `timeout`."""
    budget: Budget | None = None
    """What may be spent before it is not asked any more."""
    price: Price | None = None
    """What it costs, where LiteLLM does not know."""
    allow: Names = ()
    """Classes of personal data that may reach the model, such as `person`."""
    instructions: Text | None = None
    """What the model is told before every question: as it stands, with no template."""
    temperature: float = Field(default=0.0, ge=0, le=2)
    """How freely it chooses its words."""
    max_tokens: int = Field(default=400, ge=1, le=MOST_TOKENS)
    """How long an answer may be; 400 are two minutes of speech."""

    @property
    def provider(self) -> str:
        """The provider, as LiteLLM names it; empty where the model does not say."""
        return provider_of(self.model)


def provider_of(model: str) -> str:
    """Who has a model, by its name as LiteLLM has it (`openai/gpt-4o-mini`); empty where that does not say."""
    before, slash, _ = model.partition("/")
    return before if slash else ""
