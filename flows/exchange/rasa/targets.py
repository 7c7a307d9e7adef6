"""The patterns of a project, and the repair flows that do their work here."""

REPAIRS: dict[str, str] = {
    "pattern_correction": "on_correction",
    "pattern_cancel_flow": "on_cancel",
    "pattern_completed": "on_anything_else",
    "pattern_chitchat": "on_chitchat",
    "pattern_cannot_handle": "on_no_match",
    "pattern_continue_interrupted": "on_resume",
    "pattern_clarification": "on_clarify",
    "pattern_internal_error": "on_error",
    "pattern_human_handoff": "on_handoff",
    "pattern_repeat_bot_messages": "on_repeat",
    "pattern_user_silence": "on_no_input",
    "pattern_skip_question": "on_refuse",
    "pattern_session_end": "on_goodbye",
}
SESSION_START = "pattern_session_start"
"""What the bot says first: it becomes the start flow."""
WITHOUT: dict[str, str] = {
    "pattern_collect_information": "Questions are put by their `ask` nodes: what they say and how often stands there.",
    "pattern_search": "Questions from documents are answered by `answer` nodes with a knowledge base of their own.",
    "pattern_code_change": "A call stays on the version of the bot with which it began.",
    "pattern_validate_slot": "Values are refused by `validate` of their question.",
    "pattern_customer_satisfaction": "There is no flow of that kind; make one, and lead to it.",
}
"""Patterns that have no repair flow of their own, and why."""
RESPONSES: dict[str, str] = {
    "utter_corrected_previous_input": "on_correction",
    "utter_flow_cancelled_rasa": "on_cancel",
    "utter_can_do_something_else": "on_anything_else",
    "utter_free_chitchat_response": "on_chitchat",
    "utter_ask_rephrase": "on_no_match",
    "utter_cannot_handle": "on_no_match",
    "utter_flow_continue_interrupted": "on_resume",
    "utter_clarification_options_rasa": "on_clarify",
    "utter_internal_error_rasa": "on_error",
    "utter_inform_error": "on_error",
    "utter_human_handoff": "on_handoff",
    "utter_ask_still_there": "on_no_input",
    "utter_skip_question_answer": "on_refuse",
}
"""Texts that come with Rasa and that a project may write anew, and the repair flow that says them."""
LINKED: dict[str, str] = {
    "pattern_human_handoff": "handoff",
    "pattern_completed": "end",
    "pattern_cannot_handle": "on_cannot_help",
    "pattern_internal_error": "on_error",
    "pattern_session_end": "on_goodbye",
}
"""Where a link to a pattern leads, when it is another place than its repair flow."""


def pattern_target(name: str) -> str | None:
    """Where a link to a pattern leads; None for what is no pattern that has a place here."""
    return LINKED.get(name) or REPAIRS.get(name)
