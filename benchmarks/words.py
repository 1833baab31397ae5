"""The words of the generated vaults: names of people and firms, and sentences."""

from __future__ import annotations

from unicodedata import combining, normalize


def words(text: str) -> tuple[str, ...]:
    """The words of a text."""
    return tuple(text.split())


GIVEN = words(
    "Agnieszka Anna Åse Bente Bjørn Carsten Dorthe Eirik Émilie Frauke Gesine Hauke Henrike Ingrid "
    "Jörg Jonas Kari Łukasz Mads Malte Marit Mette Nils Ole Petra Ragnhild Søren Uta Živa Zoë"
)
FAMILY = words(
    "Ahrens Åkerlund Behn Brandt Dalsgaard Friedrichs Grønbech Haugland Krüger Lunde Marquardt Moe "
    "Müller Nowak Oelkers Ostermann Petersen Skaarup Solheim Šimek Tangen Thamm Vang Voss Węgrzyn "
    "Wiedemann Wolff Wrona Żak Ørsted"
)
FIRM = words(
    "Elbstrom Fjordlys Gezeiten Havnelys Isfjell Küstenwind Lastgang Lysefoss Mälarvärme Nordvind "
    "Öresund Pumpenpark Süderhafen Tidevann Varmekraft Wisła Zähler Zellwerk"
)
TRADE = words("Analytik Data Energi Fleks Grid Kraft Labs Netz Speicher Takt Varme Værk")
AREAS = ("forecasting", "grid flexibility", "smart-meter data", "heat pumps", "district heating")
COUNTRIES = ("DE", "DK", "NO", "PL", "SE")  # `NO` is the one that other readers take for a no
ROLES = ("Head of Forecasting", "Grid Planner", "Data Engineer", "Product Owner: heat", "Trader")
SENTENCES = (
    "Says that the forecast is the easy part; the hard part is that nobody acts on it.",
    "Trained as a meteorologist, and still looks at the sky before looking at a chart.",
    "The team is six people, two of them new since spring.",
    "Wärmepumpen ändern den Lastgang schneller als die Modelle – das Netz merkt es zuerst.",
    "Meters report every quarter of an hour, but the billing still thinks in years.",
    "“We have data,” she said, “what we lack is a question.”",
    "Knows the regulator’s people well, and reads every consultation to the end.",
    "Compare what was said about storage: prices fell, tenders did not.",
    "Worth reading again: the talk on uncertainty at the grid days in autumn.",
    "Smart charging works where the car stands all night, and nowhere else yet.",
)
RARE = words(
    "zwirbelglas quastenflosser pfauenradio xylotheke moosgummi jodelkarte vogelmiere wacholderuhr "
    "bernsteinsieb filzpantoffel kupferlaterne nebelkerze"
)
"""Words that stand in a few notes each, and in none of the sentences above."""
ACCENTED = "gurkenhobél"
"""Searched for without its accent."""


def plain(word: str) -> str:
    """A word without its accents, as one types it in a hurry."""
    return "".join(char for char in normalize("NFD", word) if not combining(char))
