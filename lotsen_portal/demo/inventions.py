"""Invented people and places to draw from. Telephone numbers are those kept free for fiction."""

import random

FIRST_NAMES = (
    "Gerda Yusuf Maria Ioana Olena Ahmad Hildegard Peter Fatima Josef Anneliese Tetiana Karl Leyla"
    " Brigitte Samir Elisabeth Mykola Renate Dragan Christa Amina Wolfgang Zeynep Helga Ivan Monika"
    " Elif Heinrich Natalia Ursula Abdul Walburga Mihai Rosa Farid Sieglinde Oksana Alois Svetlana"
).split()
LAST_NAMES = (
    "Lechner Demir Kirchmair Popescu Kovalenko Haddad Obermüller Stadler Yılmaz Grabmaier Bonnet"
    " Shevchenko Wimmer Aydın Holzner Rahimi Brandhuber Melnyk Sailer Jovanović Reischl Osman"
    " Pfaffinger Kaya Moosrainer Petrov Danner Öztürk Schwaiger Bondarenko Ertl Karimi Zellner"
    " Ionescu Vogl Nazari Kronast Lysenko Äußerer Marinova"
).split()

MUNICIPALITIES: dict[str, list[tuple[str, list[str]]]] = {
    "landkreis-miesbach": [
        ("Miesbach", ["83714"]),
        ("Holzkirchen", ["83607"]),
        ("Hausham", ["83734"]),
        ("Schliersee", ["83727"]),
        ("Tegernsee", ["83684"]),
        ("Rottach-Egern", ["83700"]),
        ("Gmund am Tegernsee", ["83703"]),
        ("Bad Wiessee", ["83707"]),
        ("Kreuth", ["83708"]),
        ("Warngau", ["83627"]),
        ("Otterfing", ["83624"]),
        ("Weyarn", ["83629"]),
        ("Valley", ["83626"]),
        ("Irschenberg", ["83737"]),
        ("Fischbachau", ["83730"]),
        ("Bayrischzell", ["83735"]),
        ("Waakirchen", ["83666"]),
    ],
    "stadt-passau": [("Passau", ["94032", "94034", "94036"])],
    "landkreis-passau": [
        ("Vilshofen an der Donau", ["94474"]),
        ("Pocking", ["94060"]),
        ("Hauzenberg", ["94051"]),
        ("Bad Griesbach im Rottal", ["94086"]),
        ("Bad Füssing", ["94072"]),
        ("Ortenburg", ["94496"]),
        ("Fürstenzell", ["94081"]),
        ("Salzweg", ["94121"]),
        # A part of Thyrnau shares a postcode with the city.
        ("Thyrnau", ["94136", "94034"]),
        ("Tittling", ["94104"]),
        ("Obernzell", ["94130"]),
        ("Windorf", ["94575"]),
    ],
}


def people(draw: random.Random, count: int) -> list[tuple[str, str]]:
    """Return that many pairs of first and last name, no pair twice."""
    pairs = [(first, last) for first in FIRST_NAMES for last in LAST_NAMES]
    return draw.sample(pairs, count)


def phone(draw: random.Random) -> str:
    return f"089 99998-{draw.randrange(1000):03d}"


def mail(first: str, last: str, slug: str) -> str:
    """Return an address below .example, which nobody can own."""
    plain = f"{first}.{last}".lower().translate(str.maketrans("äöüßıćş", "aousics"))
    return f"{plain.encode('ascii', 'ignore').decode()}@{slug}.example"
