"""What sets a school, a hospital and an office apart: staff, users, area, use of energy."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Kind:
    """Averages of one kind of institution; `kwh` and `heat` (GJ) a square metre, `water` a user."""

    type_code: str
    staff: tuple[float, float, float]
    users: float
    m2: float
    kwh: float
    heat: float
    water: float
    cars: tuple[float, float]
    rooms: float
    serves: float

    def mean_staff(self, level: str) -> float:
        """Average staff at that administrative level (区, 市, 县; townships count as counties)."""
        return self.staff[{"自治区级": 0, "市级": 1}.get(level, 2)]


# type, staff by level, users a staff, m2 a user, kWh/m2, GJ/m2, m3/user,
# (cars, cars a staff), share with office rooms on the ledger, share that gives services
KINDS = {
    "agency": Kind("01", (105, 50, 28), 1.15, 37, 62, 0.50, 20, (1.4, 0.046), 1, 0.16),
    "town": Kind("01", (36, 36, 36), 1.2, 26, 52, 0.48, 18, (2.3, 0.03), 1, 0.20),
    "university": Kind("021", (720, 420, 420), 13.5, 27, 46, 0.42, 40, (3.0, 0.006), 0.6, 0.3),
    "school": Kind("021", (160, 110, 72), 12.5, 9.5, 24, 0.42, 12, (0.25, 0.002), 0.35, 0.03),
    "hospital": Kind("024", (1150, 420, 210), 1.9, 38, 115, 0.60, 70, (1.5, 0.012), 0.6, 0.2),
    "clinic": Kind("024", (120, 70, 40), 1.5, 28, 70, 0.50, 34, (1.2, 0.02), 0.5, 0.1),
    "lab": Kind("022", (150, 60, 40), 1.2, 45, 66, 0.50, 18, (1.5, 0.02), 0.8, 0.1),
    "culture": Kind("023", (70, 32, 17), 3.0, 42, 48, 0.45, 12, (0.5, 0.012), 0.7, 0.3),
    "sport": Kind("025", (60, 28, 15), 3.5, 48, 44, 0.40, 30, (0.7, 0.012), 0.6, 0.2),
    "service": Kind("026", (80, 38, 22), 1.3, 33, 66, 0.48, 18, (1.0, 0.03), 1, 0.9),
    "group": Kind("03", (45, 20, 11), 1.15, 31, 50, 0.48, 15, (0.5, 0.03), 1, 0.12),
}
OFFICE_KINDS = ("agency", "town", "service", "group")
LEVEL_STANDARD = {"自治区级": "省级", "市级": "市级", "县级": "县级", "乡镇级": "乡级"}
