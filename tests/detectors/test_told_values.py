# ruff: noqa: E501 - one case a line
"""Values as people tell them: spoken, corrected, in other languages, behind signs, in records of airlines and banks."""

from __future__ import annotations

import pytest
from marked import left_clear

from redactor.cli.evaluated import masked_by_patterns

MASK = masked_by_patterns(None)

FOUND = [
    # passwords that a sentence says were changed, and pairs
    "I changed the password from ⟦hunter2⟧ to ⟦hunter3⟧.",
    "We have reset your temporary password to ⟦Spring2024!⟧ - please change it.",
    "Your new password will be ⟦marigold7⟧. The root password of db01 is ⟦winter77⟧",
    "Das Passwort wurde auf ⟦sonne22⟧ geändert",
    "Password (case sensitive): ⟦hunter2⟧\nPassword [temporary]: ⟦hunter2⟧",
    "Log in with ⟦kbell⟧ / ⟦hunter2⟧",
    "Login / PW: ⟦kbell⟧ / ⟦hunter2⟧",
    "Memorable word: ⟦marmalade⟧\nSecurity word: ⟦marmalade⟧\nPassword hint: ⟦marmalade⟧",
    "my first pet was ⟦Biscuit⟧",
    "The lockbox code is ⟦2281⟧ and the combination is ⟦12-34-08⟧.",
    "Your WhatsApp code: ⟦482-913⟧",
    # arguments whose place says what they are: smtplib, requests, JDBC, PyMySQL
    "smtp.login('⟦kb@x.org⟧', '⟦hunter2⟧')",
    'requests.get(url, auth=("⟦kbell⟧", "⟦hunter2⟧"))',
    'DriverManager.getConnection(url, "⟦kbell⟧", "⟦hunter2⟧")',
    'pymysql.connect("db01", "⟦kbell⟧", "⟦hunter2⟧", "shop")',
    # openssl(1), mosquitto_pub(1), xfreerdp(1), smbclient(1), htpasswd(1), useradd(8), nslcd.conf(5), Redis' ACL
    "openssl enc -aes-256-cbc -k ⟦hunter2⟧ -in a -out b\nmosquitto_pub -h x -u ⟦kbell⟧ -P ⟦hunter2⟧ -t a\nxfreerdp /u:⟦leo77⟧ /p:⟦pw4leo⟧ /v:host",
    "smbclient //srv/share -U ⟦hugo77⟧%⟦pw4hugo⟧\nhtpasswd -b .htpasswd ⟦gina77⟧ ⟦pw4gina⟧\nuseradd -m -c \"⟦Ife Okoye⟧\" ⟦ifeo⟧",
    'xfreerdp /p:"⟦hun ter2⟧" /v:host\nrootpw "⟦abc def7⟧"\nx.connect("h", "⟦ann⟧", "⟦Hunt\\"er2x⟧")',
    "bindpw ⟦hunter2⟧\nACL SETUSER virginia on >⟦pw4virg >pw5virg⟧ ~* +@all\njdbc:oracle:thin:⟦otto77⟧/⟦pw4otto⟧@//db:1521/orcl",
    # what is said again
    "my pin is ⟦4711⟧. sorry, ⟦4712⟧",
    "Customer: my account number is ⟦44128890⟧\nCustomer: no, sorry, ⟦44218890⟧",
    # marks, signs and brackets for a colon; answers
    "Phone # ⟦12345⟧ PIN [⟦4711⟧] Phone - ⟦12345⟧",
    "{ID:7 LastName:⟦Okoye⟧ Phone:⟦5550132⟧ Login:ifeo77 Plan:gold}",
    "What is your phone number?\n⟦12345⟧",
    "☎ ⟦0412 345 678⟧ or 📱 ⟦555 0132⟧, ext. ⟦4412⟧",
    "My extension is ⟦4412⟧. The fax is ⟦77-12⟧.",
    "Mastercard ⟦•••• 4242⟧; Amex ⟦x1005⟧",
    "It's ⟦K as in kilo, A as in alpha, U as in uniform, R as in romeo⟧.",
    # other languages
    "私の名前は⟦山田太郎⟧です。電話番号は⟦090-1234-5678⟧、パスワードは⟦taiyo22⟧です。",
    "我叫⟦王小明⟧，手机号是⟦13812345678⟧，密码是⟦taiyang1⟧，",
    "제 이름은 ⟦김철수⟧이고 전화번호는 ⟦010-1234-5678⟧, 비밀번호는 ⟦haetbit1⟧입니다.",
    "客服：请问您的电话号码是多少？\n客户：⟦13812345⟧",
    "联系方式：⟦13812345678⟧\n收件人：⟦张伟⟧",
    "اسمي ⟦محمد الفاسي⟧ ورقم هاتفي ⟦0501234⟧ وكلمة المرور هي ⟦shams22⟧",
    "मेरा नाम ⟦राम शर्मा⟧ है, पासवर्ड ⟦suraj22⟧ है",
    "Ik heet ⟦Jet van der Velde⟧, mijn nummer is ⟦06-1234⟧, ik woon op de ⟦Dorpsstraat 3⟧",
    "mitt nummer är ⟦070-12⟧, lösenordet är ⟦sol22⟧, jag bor på ⟦Lillgatan 3⟧",
    "meu celular é ⟦98765⟧, moro na ⟦Rua das Flores, 123⟧",
    "mi teléfono es el ⟦612 345⟧, vivo en la ⟦calle Mayor 4⟧",
    "telefonum ⟦0532 12⟧, şifrem ⟦gunes1⟧",
    "salasanani on ⟦kesa22⟧, osoite ⟦Kirkkokatu 3⟧",
    "hasło to ⟦slonce1⟧",
    "ich wohne in der ⟦Lindenstraße 12⟧, früher wohnhaft ⟦Am Anger 3⟧, jetzt ⟦Lindenstraße 12/3a⟧",
    "meine PIN ist ⟦vier sieben und eins eins⟧",
    "J'habite au ⟦12 bis, rue des Lilas⟧",
    "GPS: ⟦51 30.434 N, 0 07.656 W⟧; grid ref ⟦TQ 300 804⟧; ///⟦filled.count.soap⟧",
    "Matrix: @⟦ngozi:matrix.org⟧\nSignal: ⟦ngozi.42⟧",
    # IATA, MT940, NACHA, EDIFACT, OFX
    "1.⟦SMITH-JONES/JOHN⟧ MR",
    "1.1⟦OKAFOR/NGOZI⟧ MRS\nSSR DOCS BA HK1/P/GBR/⟦707797979⟧/GBR/03APR61/F/20SEP30/⟦OKAFOR/NGOZI⟧\n 6 FP CCVI⟦4539731952846071⟧/1227",
    ":20:STARTUMSE\n:25:⟦37040044/0532013000⟧\n:86:177?00UEBERWEISUNG?30COBADEFF?31⟦0532013999⟧?32⟦GRETA HOLZAPFEL⟧",
    "5200ACME CORP PAYROLL\n622091000019⟦123456789012345⟧  0000005000⟦123-45-6789⟧    ⟦Jane Q Doe⟧              0061000120000001",
    "UNH+1+PAXLST:D:02B:UN:IATA'\nFII+BF+⟦0532013000⟧:X+COBADEFF:25:5'\nDOC+P:110:111+⟦C01X00T47⟧'",
    "1.OKOYE/IFE MR\n 4 AP MUC ⟦089 5550132⟧-H",
    "AUTH LOGIN\r\n334 VXNlcm5hbWU6\r\n⟦a2JlbGw=⟧\r\n334 UGFzc3dvcmQ6\r\n⟦aHVudGVyMg==⟧\r\n235 ok",
    "[b]Phone:[/b] ⟦12345⟧",
    "a senha do wifi é ⟦luar22⟧",
    "<SONRQ><USERID>⟦kaldous84⟧<USERPASS>⟦hunter2⟧<LANGUAGE>ENG",
]  # fmt: skip

STAYS = [
    "a reason to pass to ControllerPublishVolumeRequest; the password on macOS is different",
    "we changed the password to something safe; set the password to a new one",
    "I reset my password twice and updated the passwords of all",
    "requirepass off",
    "Event ID: 4625\nRule ID: 942100\nProduct ID: 4412",
    "phone [optional] or PIN [4 digits]",
    "Arbeitsplatz 3 und Platz 4; Brigade 5",
    "15 place of work 3",
    "A for effort. B for brains",
    "sorry, 12345 is not a number that we know",
    "I lost my card. 2023 was bad; a library card. 300 of them; the graphics card x370",
    "Leningrad 1941 und Stalingrad 1942",
    "Garantie 24 Monate; Tabellenplatz 5; Verkäufer 2; Panzerbrigade 21; Radweg 7; Fragata 21",
    "Er lebt dort. Im Jahr 12; im Zimmer 12",
    "Step 3 Place Your Order; 2020 Route Map; 10 Place Names of England",
    "ext 2048 MB; ext 2020; La Poste 2023",
    "openssl req -new -keyout key.pem -keyform PEM -pass stdin",
    "kubectl get user foo >out.yaml; id user name >/dev/null",
    "AND/OR THE TERMS; TCP/IP MR; INPUT/PARAMS",
    "名前は変更できません。名前は必須です。姓名为必填，",
    "اسمها في اللغات الأوروبية",
    "Take the number three, four and five buses. The case two, three and four.",
    "The first car was Japanese. Google Code 2015",
    "GRANT SELECT ON t TO pg_monitor;\n#define X_TOKEN 0x0461",
    "POSTGRES_PASSWORD: ${DB_PASS}\npassword: ${{ secrets.TOKEN }}\npasswd: {{ vault_pw }}",
    "auth=(user, password); smtp.login(user, password); conn.connect(host, port)",
    "extension 2 of the plan",
    "名字是一个词",
]


@pytest.mark.parametrize("case", FOUND)
def test_what_is_told_is_masked(case: str) -> None:
    assert left_clear(case, MASK) == []


@pytest.mark.parametrize("text", STAYS)
def test_what_is_not_told_stays(text: str) -> None:
    assert MASK(text, None) == ()
