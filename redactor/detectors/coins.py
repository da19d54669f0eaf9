# ruff: noqa: E501 - a row of the table stays together, and an expression can be copied whole
"""Pattern rows for addresses of coins; nearly every coin writes a checksum into them, which proves an address whatever stands near."""

from __future__ import annotations

from base64 import b32decode, urlsafe_b64decode
from binascii import crc_hqx
from hashlib import blake2b, sha256

from redactor.detectors.rows import DIGITS, Pattern

_BECH32 = frozenset((1, 0x2BC830A3))
#: Ripple orders the digits of base 58 in its own way.
_RIPPLE = str.maketrans(
    "rpshnaf39wBUDNEGHJKLM4PQRST7VWXYZ2bcdeCg65jkm8oFqi1tuvAxyz",
    "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz",
)


def bech32(value: str) -> bool:
    """A good checksum behind the last 1, whatever the coin (BIP 173, BIP 350)."""
    from stdnum.bitcoin import bech32_checksum

    coin, _, data = value.lower().rpartition("1")
    signs = ["qpzry9x8gf2tvdw0s3jn54khce6mua7l".find(sign) for sign in data]
    head = [ord(sign) >> 5 for sign in coin] + [0] + [ord(sign) & 31 for sign in coin]
    return len(signs) >= 8 and -1 not in signs and bech32_checksum(head + signs) in _BECH32


def _bytes_of(value: str) -> bytes:
    from stdnum.bitcoin import b58decode

    try:
        return bytes(b58decode(value))
    except ValueError:
        return b""


def base58(value: str) -> bool:
    """One to three bytes of a version, twenty of a key's hash, and a good checksum: Bitcoin's form, which most coins took over."""
    raw = _bytes_of(value.translate(_RIPPLE) if value.startswith("r") else value)
    return 25 <= len(raw) <= 27 and sha256(sha256(raw[:-4]).digest()).digest()[:4] == raw[-4:]


def substrate(value: str) -> bool:
    """SS58: Polkadot, Kusama and their parachains."""
    raw = _bytes_of(value)
    return len(raw) in (35, 36) and blake2b(b"SS58PRE" + raw[:-2]).digest()[:2] == raw[-2:]


def key_of_32_bytes(value: str) -> bool:
    """Solana's addresses are public keys without a checksum."""
    return len(_bytes_of(value)) == 32


def exported_key(value: str) -> bool:
    """A private key as Bitcoin's wallets export it: a version, 32 bytes, perhaps a mark, and a good checksum."""
    raw = _bytes_of(value)
    return len(raw) in (37, 38) and sha256(sha256(raw[:-4]).digest()).digest()[:4] == raw[-4:]


def _crc(raw: bytes, order: str) -> bool:
    return crc_hqx(raw[:-2], 0).to_bytes(2, "little" if order == "little" else "big") == raw[-2:]


def stellar(value: str) -> bool:
    """An account of Stellar: CRC-16 behind version and key."""
    return _crc(b32decode(value), "little")


def ton(value: str) -> bool:
    """An account of TON in its friendly form."""
    return _crc(urlsafe_b64decode(value.translate(str.maketrans("+/", "-_"))), "big")


_B58 = "[1-9A-HJ-NP-Za-km-z]"
_B32 = "[02-9ac-hj-np-z]"
_START, _END = r"(?<![0-9A-Za-z])", r"(?![0-9A-Za-z])"
_WALLET = ("wallet", "crypto", "coin", "address", "deposit", "payout")
#: The letters before the 1 of bech32 (SLIP 173): Bitcoin, Litecoin, Cardano, Cosmos and their kin.
_PEOPLE = "bc|tb|ltc|addr|stake|addr_test|cosmos|osmo|terra|bnb|thor|kava|inj|sei|celestia|juno|akash|secret|band|stars|axelar|dydx|erd|zil|one|grs|dgb|vtc|btg|io|ckb|evmos|stride|neutron"

ROWS = (
    Pattern("CRYPTO", "coin_base58", rf"{_START}(?:{_B58}{{26,36}}){_END}", base58,
            ("bitcoin", "btc", "litecoin", "dogecoin", "ripple", "tron", *_WALLET), checksum=True, anchors=DIGITS, digits=1, reach=(0, 0)),
    Pattern("CRYPTO", "coin_bech32", rf"{_START}(?:(?:{_PEOPLE})1{_B32}{{11,110}}|(?:BC|LTC)1[02-9AC-HJ-NP-Z]{{11,71}}){_END}", bech32,
            _WALLET, checksum=True, anchors=DIGITS, digits=1, reach=(0, 0)),
    Pattern("CRYPTO", "ethereum", rf"{_START}0x[0-9a-fA-F]{{40}}{_END}", None, ("ethereum", "eth", "wallet", "address"), 0.85, anchors=("0x",), reach=(0, 0)),
    Pattern("CRYPTO", "monero", rf"{_START}(?:[48][0-9AB]{_B58}{{93}}|4[0-9AB]{_B58}{{104}}){_END}", None, ("monero", "xmr", *_WALLET), 0.9, anchors=DIGITS, digits=1, reach=(0, 0)),
    Pattern("CRYPTO", "cardano_byron", rf"{_START}(?:DdzFF{_B58}{{95,105}}|Ae2{_B58}{{54,58}}){_END}", None, ("cardano", "ada", *_WALLET), 0.9, anchors=("ddzff", "ae2"), reach=(0, 0)),
    Pattern("CRYPTO", "bitcoin_cash", rf"(?:bitcoincash|bchtest|ecash|simpleledger):(?P<v>[qp]{_B32}{{41}}){_END}", None, (), 0.9, anchors=("bitcoincash:", "bchtest:", "ecash:", "simpleledger:"), reach=(0, 0)),
    Pattern("CRYPTO", "stellar", rf"{_START}G[A-Z2-7]{{55}}{_END}", stellar, ("stellar", "xlm", *_WALLET), checksum=True, anchors=DIGITS, digits=1, reach=(0, 0)),
    Pattern("SECRET", "stellar_seed", rf"{_START}S[A-Z2-7]{{55}}{_END}", stellar, ("stellar", "xlm", "seed"), checksum=True, anchors=DIGITS, digits=1, reach=(0, 0)),
    Pattern("SECRET", "exported_key", rf"{_START}[5KL9c]{_B58}{{50,51}}{_END}", exported_key, ("wallet", "bitcoin", "wif"), checksum=True, anchors=DIGITS, digits=1, reach=(0, 0)),
    Pattern("CRYPTO", "ton", r"(?<![\w-])[EUk0]Q[0-9A-Za-z_+/-]{46}(?![\w-])", ton, ("ton", *_WALLET), checksum=True, anchors=(r"re:q(?<=[euk0]q)[0-9a-z_+/-]{46}(?![\w-])",), reach=(2, 50)),
    Pattern("CRYPTO", "substrate", rf"{_START}{_B58}{{46,49}}{_END}", substrate, ("polkadot", "dot", "kusama", *_WALLET), 0.85, anchors=DIGITS, digits=1, reach=(0, 0)),
    Pattern("CRYPTO", "solana", rf"{_START}{_B58}{{32,44}}{_END}", key_of_32_bytes, ("sol", "solana", "phantom", "wallet", "crypto address", "usdc", "spl"), 0.7,
            needs_context=True, anchors=DIGITS, digits=1, reach=(0, 0)),
)  # fmt: skip
