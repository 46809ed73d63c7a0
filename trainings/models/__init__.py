from trainings.models.registration import Attendance, ExternalAttendance, Registration
from trainings.models.training import Session, Training

__all__ = ["Attendance", "ExternalAttendance", "Registration", "Session", "Training"]
