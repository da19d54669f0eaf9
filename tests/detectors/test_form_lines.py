# ruff: noqa: E501 - a row of labels stays together
"""A line of a form in any of several languages: its label names the value, whatever word the label ends in."""

from __future__ import annotations

import pytest

from redactor.cli.evaluated import masked_by_patterns

MASK = masked_by_patterns(None)

#: (value, labels of forms in German, French, Spanish, Italian, Dutch, Portuguese, Polish, Swedish, Vietnamese and English)
FORMS = [
    ("5550132", "Handynummer|Tel. privat|Téléphone|Tél. portable|Numéro de téléphone|Teléfono de contacto|Móvil|Numero di telefono|Cellulare"
     "|Mobiel nummer|Telemóvel|Numer telefonu|Tel. kom.|Mobilnummer|Số điện thoại|Best number to reach you|Daytime tel|Phone (home)"),
    ("3.7.84", "Geburtsdatum|geb. am|Geb.-Datum|Date de naissance|Né le|Née le|Fecha de nacimiento|Nacido el|Nato il|Data di nascita"
     "|Geboortedatum|Nascido em|Data urodzenia|Födelsedatum|Ngày sinh|D.O.B.|Born on"),
    ("kbrand", "Benutzername|Anmeldename|Benutzerkennung|Nom d'utilisateur|Identifiant|Usuario|Nombre de usuario|Nome utente"
     "|Gebruikersnaam|Nome de utilizador|Nazwa użytkownika|Användarnamn|Tên đăng nhập|Logon ID|Screen name|Created by|Assigned to|Last modified by|Reviewer|Author"),
    ("4711882", "Kundennummer|Kd.-Nr.|Vertragsnummer|Numéro client|N° de dossier|Matricule|Número de cliente|Nº de cliente|Número de póliza"
     "|Codice cliente|Numero cliente|Klantnummer|Dossiernummer|Número da apólice|Numer klienta|Kundnummer|Mã khách hàng|Mã hợp đồng"
     "|Customer ref|Booking ref|Member #|Policy No."),
    ("hasenfuss", "Passwort|Kennwort|Zugangskennwort|Mot de passe|Code secret|Contraseña|Parola d'ordine|Wachtwoord|Palavra-passe|Hasło"
     "|Lösenord|Mật khẩu|Login pw"),
]  # fmt: skip
STAYS = [
    "handle: FlatParamHandle,\n    stream: Stream",
    "Username: required",
    "Benutzername: wie im Ausweis",
    "Approved by: committee",
    "Assigned to: unassigned",
    "Created by: the nightly import",
    "Author: Octopus",
    "Step 3: 5550132 people",
    "Note: born on the left bank in 84 houses",
    "Customer service: open",
    "Número de páginas: 312",
    "Telefon: siehe unten",
    "usuario: str",
    "Palabras clave: seguridad",
    "expr_str: Annotated[str, 10]",
    "STR: 18 (+4)",
    "Zip: 2 cups",
    "Nim: General improvements (#1970)",
    "Account number: see page 3",
]


@pytest.mark.parametrize(("value", "label"), [(value, label) for value, labels in FORMS for label in labels.split("|")])
def test_the_value_of_a_line_is_masked(value: str, label: str) -> None:
    for text in (f"{label}: {value}", f"Form\n- {label}:  {value}\r\nEnd: x\n"):
        start = text.index(value)
        assert any(span.start <= start and span.end >= start + len(value) for span in MASK(text, None)), text


@pytest.mark.parametrize("text", STAYS)
def test_what_is_no_value_stays(text: str) -> None:
    assert MASK(text, None) == ()
