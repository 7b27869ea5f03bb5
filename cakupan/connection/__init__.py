"""Connections to servers of others: how they are trusted, what password they are told, how long they are waited for."""

from cakupan.connection.patience import Answers
from cakupan.connection.said import heard
from cakupan.connection.secret import find_password, of_login, of_plain, traces
from cakupan.connection.trust import Security, check_ca_file, not_proven, trusting

__all__ = [
    "Answers",
    "Security",
    "check_ca_file",
    "find_password",
    "heard",
    "not_proven",
    "of_login",
    "of_plain",
    "traces",
    "trusting",
]
