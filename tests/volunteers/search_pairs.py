"""Whom people look for and what they type, sixty pairs, and thousands among whom to find them."""

import random
from dataclasses import dataclass
from typing import Any

from lotsen_portal.common.phones import e164
from lotsen_portal.common.searching import folded
from lotsen_portal.common.sorting import sort_key
from volunteers.models import Volunteer


@dataclass(frozen=True)
class Person:
    first_name: str
    last_name: str
    place: str = ""
    email: str = ""
    phone: str = ""
    postcode: str = ""


@dataclass(frozen=True)
class Pair:
    typed: str
    person: Person
    is_exact: bool = False


def _named(typed: str, stored: str, *, is_exact: bool = False, **more: str) -> Pair:
    """Return a pair; what is stored is written „first name | last name“."""
    first, last = stored.split(" | ")
    return Pair(typed, Person(first, last, **more), is_exact)


PAIRS = [
    # As it stands there, in the order of a letter and of a register
    _named("Sabine Müller", "Sabine | Müller", is_exact=True),
    _named("Maier Ada", "Ada | Maier", is_exact=True),
    _named("schmidt thomas", "Thomas | Schmidt", is_exact=True),
    _named("Elif Yılmaz", "Elif | Yılmaz", is_exact=True),
    _named("Олександр Коваль", "Олександр | Коваль", is_exact=True),
    _named("Anna-Lena Huber", "Anna-Lena | Huber", is_exact=True),
    _named("Dr. Peter Berger", "Peter | Berger", is_exact=True),
    # Umlauts and ß
    _named("Monika Mueller", "Monika | Müller"),
    _named("Stefan Muller", "Stefan | Müller"),
    _named("Jürgen Müller", "Jürgen | Mueller"),
    _named("Juergen Boehm", "Jürgen | Böhm"),
    _named("Strasser Heike", "Heike | Straßer"),
    _named("Karl Großmann", "Karl | Grossmann"),
    _named("Goekhan Oeztuerk", "Gökhan | Öztürk"),
    # Other scripts, and how they are written here
    _named("Oleksandr Melnyk", "Олександр | Мельник"),
    _named("Schewtschenko Tetjana", "Тетяна | Шевченко"),
    _named("Олена Бондаренко", "Olena | Bondarenko"),
    _named("Julia Kowalenko", "Yuliia | Kovalenko"),
    _named("Sergej Petrov", "Сергей | Петров"),
    _named("Ahmad Alhasan", "أحمد | الحسن"),
    _named("Mohammed Yusuf", "محمد | يوسف"),
    _named("فاطمة حداد", "Fatima | Haddad"),
    _named("Ahmed Rahimi", "Ahmad | Rahimi"),
    _named("Mohamad Karimi", "Muhammad | Karimi"),
    _named("Yousef Nazari", "Yusuf | Nazari"),
    _named("Hussein Osman", "Hossein | Osman"),
    _named("Abdul Rahman Amiri", "Abdulrahman | Amiri"),
    _named("al Masri", "Khaled | Al-Masri"),
    _named("Chalid Hamdan", "Khalid | Hamdan"),
    _named("Sahin Zeynep", "Zeynep | Şahin"),
    _named("Aydin Leyla", "Leyla | Aydın"),
    _named("Ibrahim Celik", "İbrahim | Çelik"),
    _named("Nguyen Thi Huong", "Hương | Nguyễn Thị"),
    _named("Dang Van Minh", "Văn Minh | Đặng"),
    _named("Wisniewska Malgorzata", "Małgorzata | Wiśniewska"),
    _named("Lukasz Zielinski", "Łukasz | Zieliński"),
    _named("Djordjevic Dragan", "Dragan | Đorđević"),
    # Letters doubled or not, names that sound alike
    _named("Matias Hofman", "Matthias | Hofmann"),
    _named("Phillip Koller", "Philipp | Koller"),
    _named("Meier Brigitte", "Brigitte | Mayer"),
    _named("Stephan Schmitt", "Stefan | Schmid"),
    # Slips of the fingers
    _named("Wolfagng Sailer", "Wolfgang | Sailer"),
    _named("Brandhbuer Rosa", "Rosa | Brandhuber"),
    _named("Pfafinegr", "Alois | Pfaffinger"),
    _named("Moosrianer", "Hilde | Moosrainer"),
    _named("Popsecu Ioana", "Ioana | Popescu"),
    _named("Milica Jovanovc", "Milica | Jovanović"),
    _named("Lena Vogk", "Lena | Vogl"),
    # Names of several words
    _named("van der Meer", "Joost | van der Meer"),
    _named("Vandermeulen", "Lotte | Van der Meulen"),
    _named("Annamaria Wimmer", "Anna Maria | Wimmer"),
    _named("Lechner Stadler", "Renate | Lechner-Stadler"),
    _named("OConnor Sean", "Seán | O’Connor"),
    # With the place
    _named("Gerda Holzkirchen", "Gerda | Kirchmair", place="Holzkirchen"),
    _named("Josef Rottach", "Josef | Reischl", place="Rottach-Egern"),
    # By telephone, mail and a place where few live
    _named("08025 4711", "Farid | Zaman", phone="08025 / 47 11"),
    _named("0049 171 5550199", "Mihai | Ionescu", phone="0171-5550199"),
    _named("5550234", "Rosa | Danner", phone="+49 176 5550234"),
    _named("o.kronast@", "Olga | Kronast", email="o.kronast@posteo.example"),
    _named("Finsterwald", "Walburga | Ertl", place="Finsterwald"),
]

FIRST_NAMES = """
Ada Adam Ahmad Ahmed Aisha Alexander Alexandra Alfred Ali Alina Alois Amina Anastasia Andrea Andreas
Andrij Angelika Anja Anna Anne Anneliese Anni Antonia Barbara Beate Ben Bernd Bernhard Birgit
Brigitte Carina Carmen Christa Christian Christiane Christine Claudia Cornelia Daniel Daniela David
Dilara Dirk Dragan Dmytro Edith Elena Elfriede Elif Elisabeth Elke Emil Emma Emre Erika Ernst Eva
Fadi Farid Fatima Fatma Felix Florian Franz Franziska Friedrich Fritz Gabriele Georg Gerda Gerhard
Gertrud Gisela Günter Günther Halyna Hanna Hannah Hans Hannelore Harald Hassan Hatice Heidi Heike
Heinrich Heinz Helena Helga Helmut Herbert Hermann Hilde Hildegard Hussein Ibrahim Ilona Ines Inge
Ingrid Irina Iryna Ivan Jan Jana Jens Joachim Johann Johanna Johannes Jonas Josef Josefine Judith
Julia Julian Julija Jürgen Kamila Karin Karl Katarina Katharina Kateryna Katrin Kerstin Khaled Klaus
Kristina Lara Laura Lea Lena Leni Leon Leyla Lina Lisa Lorenz Ludwig Luisa Lukas Lydia Magdalena
Mahmoud Manfred Manuela Margarete Margit Maria Marianne Marie Marija Marina Mario Marion Markus
Martha Martin Martina Mathias Matthias Max Maximilian Mehmet Melanie Merve Michael Michaela Mihai
Milica Mohamad Mohammed Mohammad Monika Moritz Murat Mustafa Mykola Nadja Natalia Natalija Nicole
Nina Nora Norbert Oksana Olaf Oleg Oleh Olena Olga Omar Oskar Otto Paul Paula Peter Petra Philip
Philipp Rainer Ralf Rami Regina Reinhard Renate Richard Rita Robert Roland Rosa Rosi Rudolf Ruth
Sabine Samir Samira Sandra Sara Sarah Sebastian Selma Serhij Silke Silvia Simon Simone Sonja Sophia
Sophie Stefan Stefanie Stephan Susanne Svitlana Tamara Tanja Tatjana Tetiana Theresa Thomas Tobias
Ulrich Ursula Ute Uwe Vera Veronika Viktor Viktoria Volodymyr Walter Waltraud Werner Wilhelm Willi
Wolfgang Xaver Yana Yusuf Youssef Zeynep Zoya Олена Марія Іван Тетяна محمد مريم علي أحمد
""".split()
LAST_NAMES = """
Abdullah Adler Ahmadi Ahmadzai Albrecht Ali Alhamad Alkhatib Amiri Arnold Auer Aydın Aydin Bach
Bachmann Bauer Baur Baumann Baumgartner Beck Becker Berg Berger Bergmann Bichler Bondar Bondarenko
Böhm Böhme Bohm Brand Brandl Brandner Brandstetter Braun Brenner Brunner Bucher Buchner Busch
Celik Çelik Danner Demir Demirci Diallo Dietrich Dimitrov Dinh Dorn Dumitru Ebner Eder Egger
Eichner Engel Engelhardt Ernst Ertl Fischer Fink Forster Förster Frank Franke Friedl Friedrich
Fritz Fuchs Gabler Gärtner Geiger Geisler Graf Graber Gruber Grabmaier Günther Haas Haddad Hahn
Hamid Hammer Hartl Hartmann Hassan Hassani Hauser Heider Heinrich Held Herrmann Hermann Herzog
Hoang Hofer Hoffmann Hofmann Hoffman Hofmeister Höfer Holzer Holzner Horn Hosseini Horvath Huber
Hueber Hübner Hubert Ibrahim Ibrahimi Ionescu Ivanov Ivanova Jäger Jovanovic Jovanović Jung Kaiser
Karim Karimi Kaya Kellner Keller Kern Khalil Kirchmair Kirchmeier Klein Klug Koch Köhler Kohler
König Kovač Kovacs Kovalenko Kowalczyk Kowalska Kowalski Kraus Krause Krauss Kravchenko Krüger
Kruger Kuhn Kühn Lang Lange Lechner Lehmann Lehner Leitner Lenz Lindner Loibl Lorenz Ludwig
Lysenko Mahmoud Maier Maierhofer Mair Marinova Marx Maurer May Mayer Mayerhofer Mayr Meier Meir
Meyer Melnyk Miller Moser Mohammadi Möller Müller Mueller Muller Mühlbauer Nagel Nagl Nazari
Neumann Neumeier Nguyen Nguyễn Niedermeier Nowak Obermaier Obermeier Obermüller Oliynyk Osman
Osmani Ostermaier Öztürk Ozturk Pauli Peters Petersen Petrov Petrova Pfeiffer Pham Pichler Pohl
Pop Popa Popescu Popov Popovic Rahimi Rahmani Rauch Reich Reichl Reiter Reischl Richter Riedl
Rieger Roth Rothmann Sahin Şahin Sailer Sauer Savchenko Schäfer Schafer Scherer Schiller Schmid
Schmidl Schmidt Schmied Schmitt Schmitz Schneider Schober Scholz Schreiber Schreiner Schubert
Schulz Schulze Schuster Schwarz Schweiger Schwaiger Seidl Seitz Shevchenko Schewtschenko Simon
Sommer Stadler Steiner Steininger Stern Stoiber Straßer Strasser Strobl Suleiman Thaler Toth Tran
Trần Tkachenko Ulrich Urban Vogel Vogl Vogt Wagner Walter Weber Wegner Wegener Weigl Weiß Weiss
Weinzierl Werner Wiesner Wimmer Winkler Winter Wirth Wolf Wolff Wójcik Yildiz Yıldız Yilmaz Zeller
Zellner Ziegler Zimmermann Zimmerman Коваль Мельник Шевченко الحسن حداد
""".split()
PLACES = """
Miesbach Holzkirchen Hausham Schliersee Tegernsee Rottach-Egern Gmund Kreuth Warngau Otterfing
Weyarn Valley Irschenberg Fischbachau Bayrischzell Waakirchen Berg Au Hundham Elbach
""".split()


def crowd(count: int) -> None:
    """Store that many people of the Kreis, among whom those of the pairs are."""
    draw = random.Random(4)
    wanted = [pair.person for pair in PAIRS]
    taken = {(person.first_name, person.last_name) for person in wanted}
    combined = [
        (first, last) for first in FIRST_NAMES for last in LAST_NAMES if (first, last) not in taken
    ]
    others = [
        _other(first, last, draw) for first, last in draw.sample(combined, count - len(wanted))
    ]
    people = wanted + others
    draw.shuffle(people)
    Volunteer.objects.bulk_create(map(_row, people), batch_size=2000)


def _other(first: str, last: str, draw: random.Random) -> Person:
    number = f"{draw.choice(['08025', '08024', '0171', '0176', '0151'])} {draw.randrange(10**6):06}"
    mail = f"{folded(first)}.{folded(last)}{draw.randrange(100)}".replace(" ", "")
    return Person(
        first if draw.random() > 0.06 else f"{first}-{draw.choice(FIRST_NAMES)}",
        last if draw.random() > 0.06 else f"{last}-{draw.choice(LAST_NAMES)}",
        place=draw.choice(PLACES),
        email=f"{mail}@{draw.choice(['posteo', 'gmx', 'web'])}.example",
        phone=number,
        postcode=f"83{draw.randrange(600, 740)}",
    )


def _row(person: Person) -> Any:
    return Volunteer(
        first_name=person.first_name,
        last_name=person.last_name,
        place=person.place,
        email=person.email,
        phone=person.phone,
        postcode=person.postcode,
        phone_number=e164(person.phone),
        sort_key=sort_key(person.last_name, person.first_name),
        search_key=folded(person.first_name, person.last_name, person.place),
    )
