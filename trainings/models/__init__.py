from trainings.models.attendance import Attendance, AttendanceReport, ExternalAttendance
from trainings.models.registration import NoSeat, NotOpen, NotWaiting, Registration
from trainings.models.training import NotCancellable, NotPublishable, Session, Training

__all__ = [
    "Attendance",
    "AttendanceReport",
    "ExternalAttendance",
    "NoSeat",
    "NotCancellable",
    "NotOpen",
    "NotPublishable",
    "NotWaiting",
    "Registration",
    "Session",
    "Training",
]
