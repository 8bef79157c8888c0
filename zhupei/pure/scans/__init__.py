"""Uploaded files made harmless. `Decoder` does it in a child process; `intake.accept` is what runs there."""

from zhupei.pure.scans.child import Decoder
from zhupei.pure.scans.intake import accept
from zhupei.pure.scans.results import Accepted, IntakeFinding, Kind, Rejected, UploadLimits

__all__ = ["Accepted", "Decoder", "IntakeFinding", "Kind", "UploadLimits", "Rejected", "accept"]
