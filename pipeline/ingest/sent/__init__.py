"""The Word report as it is to be sent: its words, where each stands, and what is left open in it."""

from pipeline.ingest.sent.reader import read_sent, read_sent_bytes, read_to_change

__all__ = ["read_sent", "read_sent_bytes", "read_to_change"]
