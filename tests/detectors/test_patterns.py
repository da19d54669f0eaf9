"""Each label's hits with their exact places, and what must not be a hit."""

from __future__ import annotations

import re
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor

import pytest

from redactor.cli.evaluated import masked_by_patterns
from redactor.detectors.national import Number, numbers
from redactor.detectors.patterns import PatternDetector
from redactor.detectors.rows import DIGITS, Pattern
from redactor.detectors.table import TABLE, rows_for

DETECTOR = PatternDetector()

# The value stands between ⟦ and ⟧.
FOUND = [
    ("EMAIL_ADDRESS", "mail ⟦ann.lee+x@mail.example.co.uk⟧, please"),
    ("EMAIL_ADDRESS", "<⟦o'brien@example.org⟧>"),
    ("EMAIL_ADDRESS", "to ⟦nguyễn.văn@thưviện.vn⟧."),
    ("EMAIL_ADDRESS", "⟦用户@例子.中国⟧"),
    ("EMAIL_ADDRESS", "⟦jane at example dot com⟧"),
    ("EMAIL_ADDRESS", "reach ⟦jane.doe [at] example [dot] org⟧ today"),
    ("EMAIL_ADDRESS", "⟦jane(at)example.com⟧"),
    ("EMAIL_ADDRESS", "broken ⟦jane.doe@\nexample.com⟧ here"),
    ("EMAIL_ADDRESS", "broken ⟦jane.doe@exam-\nple.com⟧ here"),
    ("EMAIL_ADDRESS", "broken ⟦jane.doe@example.\ncom⟧ here"),
    ("EMAIL_ADDRESS", "full width ⟦ann＠example．com⟧"),
    ("EMAIL_ADDRESS", "⟦root@[192.168.1.1]⟧"),
    ("PERSON", "[31/12/2023, 22:15:03] ⟦Mum 🌸⟧: hi"),
    ("PERSON", "\u200e[31.12.23, 10:15:03\u202fPM] ⟦zork blep⟧: \u200eimage omitted"),
    ("PERSON", "\n12/31/23, 10:15 PM - ⟦Zork Blep⟧: hello - and: so"),
    ("PERSON", "\n2023-12-31 22:15 - ⟦Åsa⟧: hej"),
    ("PHONE_NUMBER", "call ⟦(415) 555-0132⟧."),
    ("PHONE_NUMBER", "call ⟦415-555-0132 ext. 12⟧ now"),
    ("PHONE_NUMBER", "⟦+44 20 7946 0958⟧"),
    ("PHONE_NUMBER", "⟦020 7946 0958⟧"),
    ("PHONE_NUMBER", "⟦07911 123456⟧"),
    ("PHONE_NUMBER", "số ⟦0912 345 678⟧ nhé"),
    ("PHONE_NUMBER", "⟦0912345678⟧"),
    ("PHONE_NUMBER", "⟦+84 912 345 678⟧"),
    ("PHONE_NUMBER", "⟦0084 912 345 678⟧"),
    ("PHONE_NUMBER", "phone 4⟦155550132⟧".replace("4⟦1", "⟦41")),
    ("PHONE_NUMBER", "made up: ⟦(555) 123-4567⟧"),
    ("PHONE_NUMBER", "⟦٠٢٠ ٧٩٤٦ ٠٩٥٨⟧"),
    ("CREDIT_CARD", "card ⟦4111 1111 1111 1111⟧ exp"),
    ("CREDIT_CARD", "⟦4111-1111-1111-1111⟧"),
    ("CREDIT_CARD", "⟦378282246310005⟧"),
    ("CREDIT_CARD", "⟦3782 822463 10005⟧"),
    ("CREDIT_CARD", "wrapped ⟦4111 1111\n1111 1111⟧"),
    ("CREDIT_CARD", "⟦４１１１ １１１１ １１１１ １１１１⟧"),
    ("IBAN_CODE", "⟦GB82 WEST 1234 5698 7654 32⟧ is it"),
    ("IBAN_CODE", "⟦GB82WEST12345698765432⟧"),
    ("IBAN_CODE", "⟦GB82 WEST 1234 5698 7654 32⟧ BIC ABCDGB2L"),
    ("IBAN_CODE", "⟦de89370400440532013000⟧"),
    ("SWIFT_CODE", "SWIFT: ⟦DEUTDEFF500⟧"),
    ("US_SSN", "⟦536-90-4399⟧"),
    ("US_SSN", "SSN 536904399".replace("536904399", "⟦536904399⟧")),
    ("US_ITIN", "⟦912-90-3456⟧"),
    ("US_PASSPORT", "passport no. ⟦C12345678⟧"),
    ("US_DRIVER_LICENSE", "Driver's license: ⟦D1234567⟧"),
    ("US_DRIVER_LICENSE", "DL# ⟦F255-921-50-094-0⟧"),
    ("US_BANK_NUMBER", "account number ⟦000123456789⟧"),
    ("US_BANK_NUMBER", "routing ⟦111000025⟧"),
    ("UK_NHS", "NHS number ⟦943 476 5870⟧"),
    ("UK_NINO", "⟦AB 12 34 56 C⟧"),
    ("UK_NINO", "⟦AB123456C⟧"),
    ("VN_CCCD", "CCCD số ⟦079200001234⟧"),
    ("VN_CCCD", "⟦001200001234⟧"),
    ("VN_TAX_CODE", "MST ⟦0100233488⟧"),
    ("VN_TAX_CODE", "mã số thuế: ⟦0314409058-002⟧"),
    ("VAT_NUMBER", "⟦DE136695976⟧"),
    ("VAT_NUMBER", "VAT ⟦GB 980 7806 84⟧"),
    ("MEDICAL_LICENSE", "DEA ⟦AB1234563⟧"),
    ("US_NPI", "NPI ⟦1234567893⟧"),
    ("MEDICAL_RECORD_NUMBER", "MRN: ⟦0045821⟧"),
    ("MEDICAL_RECORD_NUMBER", "Patient ID ⟦889-21⟧,"),
    ("ID_NUMBER", "policy no. ⟦AB-123456⟧"),
    ("ID_NUMBER", "employee id=⟦E00123⟧"),
    ("ID_NUMBER", "the card ending in ⟦8890⟧ was"),
    ("PHONE_NUMBER", "short service +⟦8610690000123⟧".replace("+⟦", "⟦+")),
    ("IP_ADDRESS", "from ⟦10.0.0.1⟧:8080"),
    ("IP_ADDRESS", "⟦2001:db8::ff00:42:8329⟧"),
    ("IP_ADDRESS", "[⟦::1⟧]:80"),
    ("IP_ADDRESS", "⟦fe80::1ff:fe23:4567:890a%eth0⟧ up"),
    ("IP_ADDRESS", "⟦10.1.2.0/24⟧ net"),
    ("MAC_ADDRESS", "⟦00:1A:2B:3C:4D:5E⟧"),
    ("MAC_ADDRESS", "⟦aa-bb-cc-dd-ee-ff⟧"),
    ("URL", "see ⟦https://u:p@example.com/a_(b)?q=1⟧."),
    ("URL", "(⟦http://example.com/x⟧)"),
    ("URL", "⟦www.example.com/path⟧, yes"),
    ("DOMAIN_NAME", "at ⟦example.co.uk⟧."),
    ("CRYPTO", "⟦1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNa⟧"),
    ("CRYPTO", "⟦bc1qar0srrr7xfkvy5l643lydnw9re59gtzzwf5mdq⟧"),
    ("CRYPTO", "⟦0x52908400098527886E0F7030069857D2E4169EE7⟧"),
    ("IMEI", "IMEI ⟦490154203237518⟧"),
    ("VIN", "⟦1HGCM82633A004352⟧"),
    ("LICENSE_PLATE", "plate ⟦ABC-1234⟧"),
    ("LICENSE_PLATE", "xe ⟦51F-123.45⟧"),
    ("GPS_COORDINATES", "GPS ⟦40.7128, -74.0060⟧"),
    ("GPS_COORDINATES", "⟦40°26′46″N 79°58′56″W⟧"),
    ("GPS_COORDINATES", "lat: ⟦40.7128, lon: -74.0060⟧"),
    ("DATE_TIME", "on ⟦2024-05-13T10:11:12Z⟧"),
    ("DATE_TIME", "⟦13/05/2024⟧"),
    ("DATE_TIME", "⟦05-13-24⟧"),
    ("DATE_TIME", "⟦May 13, 2024⟧"),
    ("DATE_TIME", "the ⟦13th of May 2024⟧"),
    ("DATE_TIME", "⟦ngày 13 tháng 5 năm 2024⟧"),
    ("DATE_TIME", "DOB: ⟦5/13/85⟧"),
    ("DATE_TIME", "born in ⟦1985⟧"),
    ("USERNAME", "user=⟦jsantos⟧ ip=-"),
    ("USERNAME", "'su root' failed for ⟦jsantos⟧ on /dev/pts/8"),
    ("USERNAME", "machine h login ⟦jsantos⟧ password x"),
    ("USERNAME", "⟦jsantos⟧:{SHA}W6ph5Mm5Pz8GgiULbPgzG37mj9g="),
    ("USERNAME", "cannot open C:\\Users\\⟦maria.santos⟧\\AppData"),
    ("USERNAME", "cannot open C:\\Users\\⟦Maria Santos⟧\\AppData"),
    ("USERNAME", "cp x ~⟦maria.s⟧/public_html/"),
    ("USERNAME", "RT @⟦dana⟧: so true"),
    ("USERNAME", "Hi, my username is ⟦jsmith42⟧ and it fails"),
    ("USERNAME", "Support: what's your username?\nRob: ⟦rob_h1⟧"),
    ("ADDRESS", "my new address is ⟦85 five way building new film street dc⟧ and my phone is broken"),
    ("SECRET", "my password is ⟦sindeep 123⟧"),
    ("EMAIL_ADDRESS", "my email is ⟦smith 678 gmailcom⟧"),
    ("SECRET", "The wifi password? It is ⟦Sunfl0wer⟧."),
    ("USERNAME", "his handle is ⟦shadow⟧."),
    ("USERNAME", "please unlock account ⟦jdoe_77⟧"),
    ("USERNAME", "she logged in as ⟦mary.k⟧ at noon"),
    ("SECRET", "⟦AKIAIOSFODNN7EXAMPLE⟧"),
    ("SECRET", "⟦ghp_" + "a1B2" * 9 + "⟧"),
    ("SECRET", "password=⟦hunter2⟧"),
    ("SECRET", "Password: ⟦Tr0ub4dor&3⟧, ok"),
    ("SECRET", '"api_key": "⟦9f8a7d6f5a4s3d2q⟧"'),
    ("SECRET", "⟦postgres://app:s3cret@db:5432/x⟧"),
    ("SECRET", "k\n⟦-----BEGIN RSA PRIVATE KEY-----\nMIIE\n-----END RSA PRIVATE KEY-----⟧\nafter"),
    ("SECRET", "k\n⟦-----BEGIN PRIVATE KEY-----\nMIIE\nnever ends⟧"),
    ("SECRET", "Bearer ⟦eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.c2lnbmF0dXJl⟧"),
    ("ADDRESS", "at ⟦123 Main St, Apt 4, Springfield, IL 62704⟧."),
    ("ADDRESS", "⟦10 Downing Street, London SW1A 2AA⟧"),
    ("ADDRESS", "⟦P.O. Box 123⟧"),
    ("ADDRESS", "ở ⟦12 đường Nguyễn Huệ, Phường Bến Nghé, Quận 1, TP. Hồ Chí Minh⟧"),
    ("ADDRESS", "⟦1600 Pennsylvania Avenue NW⟧"),
    ("NATIONAL_ID", "seen with ⟦2AD7-FG4-HJ81⟧ today"),
    ("NATIONAL_ID", "beneficiary ⟦2AD7FG4HJ81⟧"),
    ("US_DRIVER_LICENSE", "his ⟦FARME 911254 AB9XY 23⟧ was seen"),
    ("US_DRIVER_LICENSE", "⟦lee99506029jm9ab⟧ is on file"),
    ("UK_NINO", "the NI ⟦PW 482719 C⟧."),
    ("UK_NINO", "number ⟦PW 482 719 C⟧"),
    ("MAC_ADDRESS", "Physical address is ⟦dead.beef.cafe⟧"),
    ("MAC_ADDRESS", "ether ⟦02005E10FF3B⟧ txqueuelen 1000"),
    ("MAC_ADDRESS", "MAC ⟦0200:5e10:ff3b⟧"),
    ("MAC_ADDRESS", "EUI-64 ⟦02-00-5E-FF-FE-10-FF-3B⟧"),
    ("LICENSE_PLATE", "Araç plakası ⟦34 KLM 218⟧ idi"),
    ("LICENSE_PLATE", "number plate ⟦K482 LMN⟧"),
    ("LICENSE_PLATE", "plates: ⟦KJA-218PZ⟧"),
    ("SWIFT_CODE", "bank identifier code ⟦DEUTDEFF⟧"),
    ("USERNAME", "i'm ⟦rosa.diaz⟧ on skype"),
    ("USERNAME", "find us on telegram (⟦rosa_diaz⟧)"),
    ("USERNAME", "added you on skype. My id is ⟦rosa.diaz⟧"),
    ("USERNAME", "u: ⟦rdiaz⟧\np: x9y8z7"),
    # A comma on either side is a CSV's; a key of data is a context word in any spelling.
    ("CREDIT_CARD", "2,⟦4111111111111111⟧,123"),
    ("US_SSN", "7,⟦536-90-4399⟧,x"),
    ("DATE_TIME", "4,⟦2021-03-04⟧,open"),
    ("ADDRESS", "1,⟦742 Evergreen Terrace⟧,US"),
    ("VN_TAX_CODE", "MST,⟦0100109106⟧,1"),
    ("SWIFT_CODE", '"swiftCode": "⟦DEUTDEFF⟧"'),
    ("US_BANK_NUMBER", '"routingNumber": "⟦021000021⟧"'),
    ("UK_NINO", "ni_number=⟦ab123456c⟧"),
    ("US_NPI", '{"npiNumber":⟦1234567893⟧}'),
    ("MEDICAL_RECORD_NUMBER", "<MRN>⟦00123456⟧</MRN>"),
    ("ID_NUMBER", "<CustomerNumber>⟦48812⟧</CustomerNumber>"),
    ("ID_NUMBER", "account ending ⟦4521⟧"),
    ("PASSPORT", "Reisepass-Nr. ⟦C01X00T47⟧"),
    ("PASSPORT", "N° de passeport : ⟦12AB34567⟧"),
    ("PASSPORT", "passport (GBR) ⟦925665416⟧"),
    ("US_ITIN", "⟦912-55-1234⟧"),
    ("US_DRIVER_LICENSE", "CA DL ⟦A1234567⟧"),
    ("CRYPTO", "⟦bc1p5cyxnuxmeuwuvkwfem96lqzszd02n6xdcjrs20cac6yqjjwudpxqkedrcr⟧"),
    ("CRYPTO", "⟦rHb9CJAWyB4rj91VRWn96DkukG4bwdtyTh⟧"),
    ("GPS_COORDINATES", "N 40° 26.767' W 79° 58.933'".replace("N 40", "⟦N 40") + "⟧"),
    ("LICENSE_PLATE", "biển kiểm soát ⟦29F-5032⟧"),
    ("IP_ADDRESS", "ip=⟦2001:DB8::CDCD⟧"),
    ("SECRET", "Authorization: Basic ⟦dXNlcjpwYXNzd29yZA==⟧"),
    ("SECRET", "PGPASSWORD=⟦hunter2!⟧"),
    ("SECRET", "define( 'AUTH_KEY',  '⟦x!9|kd(Lm*2^s8Qz⟧' );"),
    ("SECRET", 'variable "db_password" {\n  type = string\n  default = "⟦s3cr3t-Pa55⟧"\n}'),
    ("EMAIL_ADDRESS", "where email='⟦ann@example.com⟧'"),
    ("SECRET", "users=ann:⟦$$apr1$$H6uskkkW$$IgXLP6ewTrSuBkTrqE8wj/⟧"),
    ("PHONE_NUMBER", "hi @⟦447700900123⟧, come"),
    ("PHONE_NUMBER", "\\mobile{⟦07700~900456⟧}"),
    ("PHONE_NUMBER", "\\phone[mobile]{⟦+1~(415)~555~0132⟧}"),
    ("EMAIL_ADDRESS", "MAIL_USERNAME=⟦ann.lee@example.com⟧"),
    ("EMAIL_ADDRESS", "user_email=⟦ann@example.com⟧&x=1"),
    ("EMAIL_ADDRESS", "⟦bounce-ann=example.com@list.example.org⟧"),
    ("SECRET", "Passwort: ⟦x7V29PjN⟧"),
    ("SECRET", "<password>⟦Tr0ub4dor⟧</password>"),
    ("SECRET", "userPassword: '⟦correct-horse⟧'"),
    ("ADDRESS", "⟦PSC 594, Box 1254⟧"),
    ("ADDRESS", "⟦Số 683 ngõ 241 phố Trần Hưng Đạo⟧"),
    ("ADDRESS", "wohnt ⟦An der Alster 45, 20099 Hamburg⟧"),
    ("ADDRESS", "⟦Karl Johans gate 22, 0159 Oslo⟧"),
    ("ADDRESS", "⟦C/ Alcalá, 45, 28014 Madrid⟧"),
    ("ADDRESS", "⟦ul. Długa 5/7, 00-238 Warszawa⟧"),
    ("ADDRESS", "⟦ул. Тверская, д. 7, кв. 12⟧, Москва"),
    ("ADDRESS", "⟦4-5-6 Umeda, Kita-ku, Osaka 530-0001⟧"),
    ("ADDRESS", "⟦〒150-0002 東京都渋谷区渋谷1-2-3⟧"),
    ("ADDRESS", "⟦Cumhuriyet Mah. Lale Sok. No:5 Daire 3⟧ Çankaya"),
    ("ADDRESS", "⟦서울특별시 강남구 테헤란로 123⟧"),
    ("ADDRESS", "⟦شارع الملك فهد 12⟧"),
    ("ADDRESS", "⟦Postfach 10 01 23, 60001 Frankfurt⟧"),
    ("ADDRESS", "⟦BP 123, 75001 Paris⟧"),
    ("ADDRESS", "⟦Freepost RTHX-ABCD-EFGH⟧, Leeds"),
    ("EMAIL_ADDRESS", "⟦ann.lee@@example.com⟧"),
    ("EMAIL_ADDRESS", "⟦ann@example,com⟧"),
    ("EMAIL_ADDRESS", "⟦ann@example..com⟧"),
    ("EMAIL_ADDRESS", "⟦ann.lee.gmail.com⟧ is my mail"),
    ("EMAIL_ADDRESS", "⟦ann_at_example.com⟧"),
    ("EMAIL_ADDRESS", "⟦a n n @ e x a m p l e . c o m⟧"),
    ("EMAIL_ADDRESS", "<⟦ann.lee@mailhost⟧>"),
    ("EMAIL_ADDRESS", "contact: ⟦ann.lee@mailhost⟧ today"),
    ("URL", "see ⟦ann-lee.photography/cv⟧."),
    ("IP_ADDRESS", "⟦2001:db8::1⟧.443"),
    ("IP_ADDRESS", "⟦2001-db8--1⟧.ipv6-literal.net"),
    ("IP_ADDRESS", "⟦1.2.0.192⟧.in-addr.arpa"),
    ("IP_ADDRESS", "⟦192.0.2.1⟧.443 > 198.51.100.7.51234"),
    ("IP_ADDRESS", "ec2-⟦198-51-100-7⟧.compute-1.example.net"),
    ("MAC_ADDRESS", "at ⟦0:c:29:3e:f:a8⟧ on en0"),
    ("CRYPTO", "⟦TJRabPrwbZy45sbavfcjinPJC18kjpRTv8⟧"),
    ("CRYPTO", "⟦stake1uyehkck0lajq8gr28t9uxnuvgcqrc6070x3k9r8048z8y5gh6ffgw⟧"),
    ("CRYPTO", "⟦tz1VSUr8wwNhLAzempoch5d6hLRiTh8Cjcjb⟧"),
    ("CRYPTO", "⟦GA7QYNF7SOWQ3GLR2BGMZEHXAVIRZA4KVWLTJJFC7MGXUA74P7UJVSGZ⟧"),
    ("CRYPTO", "⟦EQDtFpEwcFAEcRe5mLVh2N6C0x-_hJEM7W61_JLnSF74p4q2⟧"),
    ("CRYPTO", "⟦15oF4uVJwmo4TdGW7VfQxNLavjCXviqxT9S1MgbjMNHr6Sp5⟧"),
    ("CRYPTO", "Solana wallet ⟦4Nd1mBQtrMJVYVfKf2PJy9NZUZdTAsp7D4xWLs4gDB4T⟧"),
    ("IBAN_CODE", "⟦GB 82 WEST 1234 5698 7654 32⟧"),
    ("MEDICAL_RECORD_NUMBER", "Unit No: ⟦123-45-67-8⟧"),
    ("MEDICAL_LICENSE", "DEA order ⟦AB1234563⟧"),
    ("ID_NUMBER", "BCBS ID ⟦W1234 56789⟧"),
    ("ID_NUMBER", "Member ID: X, Group ⟦0012345⟧"),
    ("US_SSN", "The social security number of the applicant as it stands in our file is ⟦536904399⟧"),
    ("DATE_TIME", "⟦03071984⟧"),
    ("DATE_TIME", "item ⟦3/7/84⟧"),
    ("DATE_TIME", "order no ⟦12/31/99⟧"),
    ("DATE_TIME", "cvv2=417&exp=⟦0928⟧"),
    ("SECRET", "-p ⟦S3cr3tpw⟧"),
    ("USERNAME", "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIJ ⟦ann@laptop⟧"),
    ("PERSON", "⟦marisol_quintero⟧_cv.docx"),
    ("PERSON", "Passport_⟦JohnSmith⟧_2024.pdf"),
    ("PERSON", "звонила ⟦Мария Ивановна Сидорова⟧"),
    ("PERSON", "⟦Анна Кузнецова⟧ подписала договор"),
    ("PERSON", "⟦Γιώργος Παπαδόπουλος⟧ τηλεφώνησε"),
    ("PERSON", "⟦राहुल वर्मा⟧ से बात करो"),
    ("PERSON", "⟦김철수⟧ 씨가 전화했다"),
    ("PERSON", "⟦山田太郎⟧様"),
    ("PERSON", "الدكتور ⟦محمد علي⟧ اتصل"),
    ("PERSON", "%B4539148803436467^⟦DOE/JANE⟧^28092010000000000000?"),
    ("US_BANK_NUMBER", "sort code ⟦20-00-00⟧ acc"),
    ("CREDIT_CARD", "card no. ⟦****6467⟧"),
    ("SECRET", "⟦482 913⟧ is your Google verification code"),
    ("SECRET", "wireless-security.psk=⟦bluefish77⟧"),
    ("PASSPORT", "паспорт серия ⟦45 08 номер 123456⟧"),
    ("PHONE_NUMBER", "Ann Lee\nm: ⟦0412 345 678⟧"),
    ("PHONE_NUMBER", "call ⟦four one five, five five five, oh one three two⟧"),
    ("PHONE_NUMBER", "Meine Nummer ist ⟦null eins fünf eins, zwei drei vier fünf sechs⟧"),
    ("PHONE_NUMBER", "số điện thoại của tôi là ⟦không chín một hai ba bốn năm sáu bảy tám⟧"),
    ("US_SSN", "my social is ⟦one two three, four five, six seven eight nine⟧"),
    ("CREDIT_CARD", "The card number is, uh, ⟦four five three nine, seven three one nine, five two eight four⟧"),
    ("DATE_TIME", "it expires ⟦oh four twenty seven⟧"),
    ("SECRET", "Agent: What's your PIN?\nCustomer: it's ⟦four four one two⟧"),
    ("ID_NUMBER", "the one ending in ⟦double four one nine⟧"),
    ("ADDRESS", "zip code ⟦nine oh two one oh⟧"),
    ("ID_NUMBER", "that was ⟦eight oh oh, one two three, nine nine⟧"),
    ("LICENSE_PLATE", "targa ⟦AB123CD⟧"),
    ("LICENSE_PLATE", "matrícula ⟦1234 BCD⟧"),
]

NOT_FOUND = [
    ("NATIONAL_ID", ["order 2AD7-FG4-HJ81X", "2SB7-FG4-HJ81", "2AD7FG4HJ81 in stock", "patient in room 2AD7F"]),
    ("US_DRIVER_LICENSE", ["FARME 913254 AB9XY", "build WINDO911999AB9XY", "FaRmE911254ab9xy"]),
    ("UK_NINO", ["part PW 482719 C", "sku: PW 482 719 C", "PW 482719 12", "BG 482719 C"]),
    ("MAC_ADDRESS", ["commit 02005e10ff3b", "0200:5e10:ff3b", "02-00-5E-FF-FE-10-FF-3B", "the ether is full of 1234567890123 things"]),
    ("LICENSE_PLATE", ["on 12 MAY 2024", "34 ABC 1234", "K482 LMN"]),
    ("USERNAME", ["as seen on twitter", "i'm late on discord", "posted on reddit (again)", "menu: a\np: b", "u: ü"]),
    (
        "PERSON",
        [
            "2024-01-01 12:00:00,123 - root - INFO - connected to: x",
            "[2024-01-01 12:00:00] app.main: x",
            "31/12/23, 12:00 - INFO: x",
            "at 12/31/23, 10:15 PM - Zork: x",
        ],
    ),
    ("EMAIL_ADDRESS", ["icon@2x.png", "@user", "a@b", "look at the dot com boom", "name@1.2.3"]),
    (
        "ID_NUMBER",
        [
            "he counted one, two, three. One, two, three, four.",
            "one two three four five six seven eight nine ten",
            "two hundred fifty two thousand three hundred forty one",
            "two three-storey houses and six seven-year-old boys",
            "the code one two many",
        ],
    ),
    ("PHONE_NUMBER", ["order 4155550132", "2024-05-13", "10.0.0.1", "1,234,567,890", "3.1415926535", "ISBN 978-3-16-148410-0"]),
    ("CREDIT_CARD", ["4111 1111 1111 1112", "1234567890123456", "0000 0000 0000 0000"]),
    ("IBAN_CODE", ["GB82 WEST 1234 5698 7654 33", "XX82WEST12345698765432"]),
    ("SWIFT_CODE", ["INTERNATIONAL", "SWIFT RESPONSE"]),
    ("US_SSN", ["000-12-3456", "666-12-3456", "536-00-4399", "536904399"]),
    ("UK_NHS", ["943 476 5871", "9434765870"]),
    ("VN_CCCD", ["999200001234", "order 001200001234"]),
    ("US_PASSPORT", ["123456789"]),
    ("US_BANK_NUMBER", ["123456789012", "bank report 2024-2025", "account closed 2025-01-10"]),
    ("VAT_NUMBER", ["DE136695977"]),
    ("MEDICAL_LICENSE", ["AB1234564"]),
    ("ID_NUMBER", ["the policy of 2024", "case 12", "chapter 1000", "file: the 500", "id: 2025-11-06"]),
    ("IP_ADDRESS", ["version 1.2.3.4", "1.2.3", "256.1.1.1", "12:30:45", "std::vector", "1.2.3.4.5"]),
    ("DOMAIN_NAME", ["main.py", "e.g.", "end.Then", "os.path", "README.md", "self.name"]),
    ("CRYPTO", ["1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNb"]),
    ("VIN", ["1HGCM82643A004352"]),
    ("IMEI", ["490154203237518", "IMEI 490154203237519"]),
    ("GPS_COORDINATES", ["1.5, 2.5", "95.123456, 10.123456"]),
    ("DATE_TIME", ["2024-13-45", "99/99/2024", "February 30, 2024", "v2024.05.13", "12345678"]),
    ("SECRET", ["password: required", "password=${DB}", "token: string", "commit " + "ab12" * 10, "-----BEGIN CERTIFICATE-----"]),
    ("ADDRESS", ["12 people in the street", "90 years on the road", "version 3 IN 10"]),
    ("PASSPORT", ["passport control took 45 minutes", "passport valid for 10 years"]),
    ("MEDICAL_RECORD_NUMBER", ["the medical records of 120 people"]),
    ("IP_ADDRESS", ["Chrome/10.2.9.2"]),
    ("DOMAIN_NAME", ["App.java"]),
    ("CREDIT_CARD", ["4006381333931"]),
    ("VIN", ["11111111111111111", "12345678901234567"]),
    ("SWIFT_CODE", ["swift QQQQQQQQ"]),
    ("AGE", ["aged 42"]),
    ("EMAIL_ADDRESS", ["smtp.gmail.com", "react@latest", "data_at_rest.md", "npm i foo@next"]),
    ("URL", ["com.example.services/main", "and/or", "lib.rs/x", "node.js/express"]),
    ("IP_ADDRESS", ["release-1-2-3-4", "1.2.3.4.5.6"]),
    ("MAC_ADDRESS", ["0:1:2:3:4:5"]),
    ("CRYPTO", ["TJRabPrwbZy45sbavfcjinPJC18kjpRTv9", "4Nd1mBQtrMJVYVfKf2PJy9NZUZdTAsp7D4xWLs4gDB4T"]),
    ("ADDRESS", ["BP 120/80, HR 72", "On March 5, 2020 Apple said", "Table 3, 1000 People", "Al Gore 2000", "via email 5"]),
    ("SECRET", ["-p 8080", "mkdir -p build2", "-p release", "docker run -p 8080:80"]),
    ("DATE_TIME", ["12345678", "99 99 84"]),
    ("ID_NUMBER", ["Group 12345 of the test"]),
    ("PERSON", ["software_engineer_resume.pdf", "my_new_cv.docx", "город Ростов"]),
    ("PERSON", ["Российская Федерация", "Московская область", "고객님", "お客様各位"]),
    ("PHONE_NUMBER", ["IBAN DE41 8417 7827 0896 0335 47", "0359219762-001", "one two three four five six seven"]),
    ("SECRET", ["the password is wrong 3 times", "The password was changed 5 times", "the password is exactly 12 characters"]),
    ("ADDRESS", ["The new address is 0x7fff 12", "our address space is 32 bits wide"]),
    ("ADDRESS", ["The new address is 12 bytes long", "the home address is 3 lines and so on"]),
    ("EMAIL_ADDRESS", ["an email to yahoo com", "I mail with gmail com", "the mail server yahoo com"]),
    ("USERNAME", ["login: successful.", "my username is incorrect.", "the user e.g. a clerk", "run as www-data", "logged in as an admin"]),
    ("USERNAME", ["the user guide.pdf", "login v2.0 released", "a user agent_string"]),
]  # fmt: skip


def _marked(text: str) -> tuple[str, int, int]:
    start = text.index("⟦")
    end = text.index("⟧") - 1
    return text.replace("⟦", "").replace("⟧", ""), start, end


@pytest.mark.parametrize(("label", "marked"), FOUND, ids=[f"{label}-{index}" for index, (label, _) in enumerate(FOUND)])
def test_found_at_its_place(label: str, marked: str) -> None:
    text, start, end = _marked(marked)
    assert (start, end) in {(span.start, span.end) for span in DETECTOR.find(text) if span.label == label}


@pytest.mark.parametrize(("label", "text"), [(label, text) for label, texts in NOT_FOUND for text in texts])
def test_not_found(label: str, text: str) -> None:
    assert [span for span in DETECTOR.find(text) if span.label == label] == []


def test_every_default_label_has_a_positive_case() -> None:
    covered = {label for label, _ in FOUND}
    assert not {row.label for row in rows_for()} - covered


def test_names_are_unique() -> None:
    regions = sorted({region for row in TABLE for region in row.regions})
    names = [row.name for row in rows_for(regions=regions)]
    assert len(names) == len(set(names))


def test_context_is_on_the_same_line_or_before() -> None:
    found = PatternDetector(["US_PASSPORT"]).find
    assert found("passport: 123456789")
    assert found("123456789 (passport)")
    assert not found("123456789\npassport")
    assert not found("passport " + "x " * 60 + "123456789")


def test_nearest_word_names_an_unproven_number() -> None:
    spans = DETECTOR.find("account 12, passport number 123456789")
    assert "US_PASSPORT" in {span.label for span in spans}
    assert "US_BANK_NUMBER" not in {span.label for span in spans}


def test_a_checksum_is_certain() -> None:
    scores = {span.label: span.score for span in DETECTOR.find("4111 1111 1111 1111, 10.0.0.1")}
    assert scores["CREDIT_CARD"] == 1.0 > scores["IP_ADDRESS"]


def test_labels_and_regions_select_rows() -> None:
    assert {row.label for row in rows_for(["AGE"])} == {"AGE"}
    assert [span.label for span in PatternDetector(["AGE"]).find("she is 42 years old")] == ["AGE"]
    assert not PatternDetector(regions=["GB"]).find("536-90-4399")
    assert {span.label for span in PatternDetector(["NATIONAL_ID"], ["ES"]).find("DNI 54362315-K")} == {"NATIONAL_ID"}
    assert PatternDetector(["PHONE_NUMBER"], ["FR"]).find("01 42 68 53 00")


def test_custom_rows_run_everywhere_and_with_anchors() -> None:
    everywhere = Pattern("STAFF_ID", "staff", r"\bST–\d{4}\b", score=0.9)
    anchored = Pattern(
        "BADGE", "badge", r"B[0-9]{3}", context=("badge",), needs_context=True, anchors=DIGITS, reach=(1, 1)
    )
    spans = PatternDetector([], custom=[everywhere, anchored]).find("ST–1234; badge B123")
    assert [(span.start, span.end, span.label, span.detector) for span in spans] == [
        (0, 7, "STAFF_ID", "pattern:staff"),
        (15, 19, "BADGE", "pattern:badge"),
    ]


def _documented(number: Number) -> list[str]:
    """The valid numbers that python-stdnum's documentation of a module quotes."""
    module = __import__(f"stdnum.{number.validator.__name__.removeprefix('stdnum.')}", fromlist=["x"])
    quoted = re.findall(r"\('([^'\n]+)'\)", module.__doc__ or "")
    return [value.strip() for value in quoted if module.is_valid(value)]


@pytest.mark.parametrize(
    "number", [number for number in numbers() if number.module], ids=lambda n: f"{n.country}-{n.module}"
)
def test_national_numbers_that_stdnum_documents(number: Number) -> None:
    """Behind each of its names, whatever the region; and in a form that the table has for it."""
    found = PatternDetector([number.label], ["VN"]).find
    for value in _documented(number)[:2]:
        for name in number.names:
            text = f"{name.rstrip('!')}: {value}"
            start = len(text) - len(value)
            spans = [span for span in found(text) if span.start <= start + 2 and span.end == len(text)]
            assert spans or "++" in value, text


@pytest.mark.parametrize(
    "text",
    [
        "see RFC 2616 and RFC 7231",
        "run 12345678 of the build",
        "a sin 123456789 times",
        "VAT of 5.00 and VAT period 20240312",
        "Reisepass photo 35x45",
        "social security in 1935",
        "the tax code of 2024",
        "in 2010 1234 people",
        "CC 4 and CF 12",
        "ICE 3 leaves at 10:15",
        "the pan 12345 and the bin 1234567",
    ],
)
def test_words_that_are_names_of_numbers_too(text: str) -> None:
    assert not [span for span in DETECTOR.find(text) if span.detector == "pattern:named_number"]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("Henkilötunnus 131052-900X (temporary)", "131052-900X"),
        ("주민등록번호: 971013-9019901", "971013-9019901"),
        ("我的身份证号码是110101199003070000。", "110101199003070000"),
        ("SSN 078-05-1120", "078-05-1120"),
        ("マイナンバーは1234 5678 9018です", "1234 5678 9018"),
        ("香港身份證 A123456(3)", "A123456(3"),
        ("Amtsgericht München HRB 123456", "HRB 123456"),
        ("HRB 123456 B", "123456 B"),
        ("TIN 123-456-789-000", "123-456-789-000"),
        ("NHS number 943 476 5871", "943 476 5871"),
        ("DE Steuer-ID: 36 574 261 800.", "36 574 261 800"),
        ("n° TVA : FR 40 303 265 044", "FR 40 303 265 044"),
        ('"cpf": "390.533.447-00"', "390.533.447-00"),
        ("T.C. Kimlik No 17291716061", "17291716061"),
        ("Company register no. FN 122119m", "FN 122119m"),
        ("CPF/CNPJ nr: 16.727.230/0001-98", "16.727.230/0001-98"),
    ],
)
def test_a_named_number_is_masked_whatever_its_check_digits_say(text: str, value: str) -> None:
    start = text.index(value)
    assert any(span.start <= start and span.end == start + len(value) for span in DETECTOR.find(text))


@pytest.mark.parametrize(
    ("label", "marked"),
    [
        ("DATE_TIME", "am ⟦7. März 1984⟧ in"),
        ("DATE_TIME", "el ⟦3 de marzo de 1984⟧ en"),
        ("DATE_TIME", "родилась ⟦12 января 1990 г.⟧"),
        ("DATE_TIME", "⟦1984. március 7.⟧"),
        ("DATE_TIME", "⟦1984年3月7日⟧生まれ"),
        ("DATE_TIME", "⟦1984년 3월 7일⟧"),
        ("DATE_TIME", "⟦7 มีนาคม 2527⟧"),
        ("DATE_TIME", "DOB ⟦840307⟧"),
        ("DATE_TIME", "seen ⟦7MAR84⟧"),
        ("DATE_TIME", "⟦07.03.84⟧"),
        ("AGE", "⟦93 F⟧ with CHF"),
        ("AGE", "AGE/SEX: ⟦93/F⟧"),
        ("AGE", "aged ⟦91⟧"),
        ("ADDRESS", "at ⟦ls1 4hy⟧ since"),
        ("ADDRESS", "⟦GIR 0AA⟧"),
        ("ADDRESS", "postcode: ⟦ls14hy⟧"),
        ("ADDRESS", "ship to ⟦V6C 1T1⟧"),
        ("ADDRESS", "zip: ⟦94612-1234⟧"),
        ("ADDRESS", "kod pocztowy ⟦00-950⟧"),
        ("ADDRESS", "郵便番号 ⟦150-0002⟧"),
        ("GPS_COORDINATES", "she was at ⟦37.7749, -122.4194⟧ at noon"),
        ("GPS_COORDINATES", "POINT(⟦-122.4194 37.7749⟧)"),
        ("GPS_COORDINATES", '"coordinates": [⟦-122.41941, 37.77490⟧]'),
        ("GPS_COORDINATES", "lon ⟦-122.41941 lat 37.77490⟧"),
        ("GPS_COORDINATES", "location: ⟦37.77, -122.41⟧"),
        ("GPS_COORDINATES", "⟦N37° 46.493 W122° 25.164⟧"),
        ("MAC_ADDRESS", "mac ⟦dead.beef.cafe⟧ is up"),
        ("MAC_ADDRESS", "⟦abcd.ef1b.cdef⟧"),
    ],
)
def test_dates_ages_postcodes_places(label: str, marked: str) -> None:
    text = marked.replace("⟦", "").replace("⟧", "")
    start, end = marked.index("⟦"), marked.index("⟧") - 1
    found = PatternDetector([label]).find(text)
    assert any(span.start <= start and span.end == end for span in found), found


@pytest.mark.parametrize(
    "text",
    [
        "v 07.03.84",
        "Part no. 536-90-4399 is out of stock",
        "f2db26ef-b66c-4259-933b-001084012345",
        "72 F outside",
        "page: 45",
        "3 apples 2019",
        "see dead.beef.cafe",
        "coords = (0.5, 0.25)",
        "1. Artikel 2020",
        "in 12 days 2000",
        "vec = [-0.1234, 0.5678]",
        "POINT(3 4)",
    ],
)
def test_no_dates_ages_postcodes_places(text: str) -> None:
    assert (
        PatternDetector(["DATE_TIME", "AGE", "ADDRESS", "GPS_COORDINATES", "MAC_ADDRESS", "US_SSN", "VN_CCCD"]).find(
            text
        )
        == []
    )


@pytest.mark.parametrize(
    "text",
    [
        "was lost in merge (cf: 20031206). See cf #213524.",
        "0.1 PiB is 112.589.990.684.262 bytes",
        "Fixed missing tags (ITS#9502)",
        "License: CC0-1.0",
        '{"id":"47223179-9330-4259-b66c-f2db26efb20c"}',
        "location weights [0.12345, 0.67890]",
        "the icon's viewBox is `0 -960 960 960`",
        "c-.02-.03-.085-.076-.195-.046z",
        "recall 0.863 (0.799-0.908)",
        "as defined in Clause 252.227-7013 (c)",
        "- Fix PR 21847, PowerPC64 issues",
        "Excessive time spent checking keys (Closes: #1071972)",
        '<a name="leaf-nodes"></a>10.3.2.5. Leaf Nodes',
        '"result_key": "CallerAccessGrantsList"',
        "postgresql@version-cluster.\npg_ctlcluster is called",
        "K_PublicKey = rfc4357.GostR3410_94_PublicKey",
        "removed libxmlsec1-nss:amd64 (1.2.37-2) and zip:amd64 (3.0-13)",
        "1. Set up the gallery",
    ],
)
def test_technical_text_stays(text: str) -> None:
    assert masked_by_patterns(None)(text, None) == ()


def test_threads_agree() -> None:
    text = "\n".join(_marked(marked)[0] for _, marked in FOUND)
    fresh = PatternDetector()
    with ThreadPoolExecutor(8) as pool:
        results = list(pool.map(lambda _: fresh.find(text), range(16)))
    assert results == [DETECTOR.find(text)] * 16


def test_nothing_heavy_is_imported_before_a_candidate() -> None:
    code = (
        "import sys; from redactor.detectors.patterns import PatternDetector; PatternDetector().find('plain prose, no more');"
        "print(sorted({'phonenumbers', 'stdnum', 'tldextract', 'requests', 'torch', 'faker'} & set(sys.modules)))"
    )
    assert (
        subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.strip() == "[]"
    )
