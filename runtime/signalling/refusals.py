"""What requests over HTTP are refused with."""

from django.http import JsonResponse


def refusal(status: int, code: str, message: str, remedy: str) -> JsonResponse:
    """A code for programs, a message in the user's words, and a remedy."""
    return JsonResponse({"error": {"code": code, "message": message, "remedy": remedy}}, status=status)
