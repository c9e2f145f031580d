#!/usr/bin/env python3
"""Examines bundles of a Holdpoint ledger, without Holdpoint: a second program for the same three answers.

    holdpoint_verify.py --policy TRUST [--pin CHECKPOINT]... [--roots ROOTS] [--json] BUNDLE...

Needs nothing but Python 3.8 and its standard library. The formats are in docs/ledger.md. Exit status: 0 if
every bundle holds, 1 if one fails, 4 if none fails and one is not shown, 2 if it could not be asked.

It must not share code with the program that it checks.
"""

import argparse
import base64
import hashlib
import json
import sys

# --- Ed25519, verified strictly -----------------------------------------------------------------------------

P = 2**255 - 19
L = 2**252 + 27742317777372353535851937790883648493
D = -121665 * pow(121666, P - 2, P) % P
SQRT_M1 = pow(2, (P - 1) // 4, P)
NEUTRAL = (0, 1, 1, 0)


def point_add(one, other):
    a = (one[1] - one[0]) * (other[1] - other[0]) % P
    b = (one[1] + one[0]) * (other[1] + other[0]) % P
    c = 2 * one[3] * other[3] * D % P
    d = 2 * one[2] * other[2] % P
    e, f, g, h = b - a, d - c, d + c, b + a
    return (e * f % P, g * h % P, f * g % P, e * h % P)


def point_mul(scalar, point):
    total = NEUTRAL
    while scalar:
        if scalar & 1:
            total = point_add(total, point)
        point = point_add(point, point)
        scalar >>= 1
    return total


def point_read(data):
    """The point of 32 bytes; None if there is none."""
    number = int.from_bytes(data, "little")
    y, sign = (number & (2**255 - 1)) % P, number >> 255
    u, v = (y * y - 1) % P, (D * y * y + 1) % P
    x = u * pow(v, 3, P) * pow(u * pow(v, 7, P), (P - 5) // 8, P) % P
    if (v * x * x - u) % P != 0:
        x = x * SQRT_M1 % P
        if (v * x * x - u) % P != 0:
            return None
    if x & 1 != sign:
        x = -x % P
    return (x, y, 1, x * y % P)


def point_write(point):
    inverse = pow(point[2], P - 2, P)
    x, y = point[0] * inverse % P, point[1] * inverse % P
    return (y | (x & 1) << 255).to_bytes(32, "little")


def is_small(point):
    """Its order divides eight."""
    x, y, z, _ = point_mul(8, point)
    return x % P == 0 and (y - z) % P == 0


BASE = point_read((4 * pow(5, P - 2, P) % P).to_bytes(32, "little"))
SEEN = {}


def ed25519_verify(key, message, signature):
    """No second spelling of a scalar or of R, no keys and no R of small order."""
    asked = (key, message, signature)
    if asked not in SEEN:
        SEEN[asked] = ed25519_verify_anew(*asked)
    return SEEN[asked]


def ed25519_verify_anew(key, message, signature):
    if len(signature) != 64:
        return False
    a, r = point_read(key), point_read(signature[:32])
    s = int.from_bytes(signature[32:], "little")
    if a is None or r is None or s >= L or is_small(a) or is_small(r):
        return False
    k = int.from_bytes(hashlib.sha512(signature[:32] + key + message).digest(), "little") % L
    minus_a = (-a[0] % P, a[1], a[2], -a[3] % P)
    found = point_add(point_mul(s, BASE), point_mul(k, minus_a))
    return point_write(found) == signature[:32]


# --- Canonical JSON -----------------------------------------------------------------------------------------

SAFE = 2**53 - 1
DEPTH_MAX = 64
ESCAPES = {'"': '\\"', "\\": "\\\\", "\b": "\\b", "\t": "\\t", "\n": "\\n", "\f": "\\f", "\r": "\\r"}


class Bad(Exception):
    """What is read is not what it should be."""


class Object(dict):
    """Of JSON, with no name twice."""


def need(condition, problem):
    if not condition:
        raise Bad(problem)


def read_json(text):
    """The value of canonical JSON; whatever is not the one spelling of its value is refused."""

    def pairs(found):
        members = Object(found)
        need(len(members) == len(found), "a name stands twice")
        return members

    def refuse(word):
        raise Bad("%s is no whole number" % word)

    try:
        value = json.loads(text, object_pairs_hook=pairs, parse_float=refuse, parse_constant=refuse)
    except (ValueError, RecursionError) as error:
        raise Bad("no JSON: %s" % error)
    check_value(value, 0)
    need(write_json(value) == text, "not the one spelling of its value")
    return value


def check_value(value, depth):
    if isinstance(value, (dict, list)):
        need(depth < DEPTH_MAX, "more than %d within each other" % DEPTH_MAX)
        for inner in value.values() if isinstance(value, dict) else value:
            check_value(inner, depth + 1)
    elif is_number(value):
        need(-SAFE <= value <= SAFE, "a number beyond 2^53 - 1")


def is_number(value):
    return isinstance(value, int) and not isinstance(value, bool)


def name_order(name):
    return name.encode("utf-16-be", "surrogatepass")


def write_string(text):
    shown = (ESCAPES.get(it) or ("\\u%04x" % ord(it) if it < " " else it) for it in text)
    return '"' + "".join(shown) + '"'


def write_json(value):
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int):
        return str(value)
    if isinstance(value, str):
        return write_string(value)
    if isinstance(value, list):
        return "[" + ",".join(map(write_json, value)) + "]"
    names = sorted(value, key=name_order)
    return "{" + ",".join(write_string(it) + ":" + write_json(value[it]) for it in names) + "}"


# --- Objects of a known shape -------------------------------------------------------------------------------


def members(value, *names):
    need(isinstance(value, Object), "no object")
    unknown = [it for it in value if it not in names]
    need(not unknown, "an unknown member %s" % unknown)
    missing = [it for it in names if it not in value]
    need(not missing, "no member %s" % missing)
    return [value[it] for it in names]


def as_text(value):
    need(isinstance(value, str), "no string")
    return value


def as_number(value):
    """From 0 to 2^64 - 1; a string only above 2^53 - 1."""
    if is_number(value) and value >= 0:
        return value
    need(isinstance(value, str) and value.isascii() and value.isdigit(), "no whole number from 0 on")
    need(len(value) <= 20 and SAFE < int(value) < 2**64 and value[0] != "0", "no whole number from 0 on")
    return int(value)


def as_hash(value):
    fits = isinstance(value, str) and len(value) == 64 and all(it in "0123456789abcdef" for it in value)
    need(fits, "no 64 small hexadecimal digits")
    return bytes.fromhex(value)


def as_items(value, n_max):
    need(isinstance(value, list) and len(value) <= n_max, "no array, or too long")
    return value


def number_value(number):
    return number if number <= SAFE else str(number)


def read_base64(text):
    try:
        data = base64.b64decode(text.encode("ascii"), validate=True)
    except ValueError:
        raise Bad("no base64")
    need(base64.b64encode(data).decode("ascii") == text, "not the one spelling of base64")
    return data


# --- Entries ------------------------------------------------------------------------------------------------

BODY_MAX = 1 << 20


def sha256(*parts):
    return hashlib.sha256(b"".join(parts)).digest()


def tagged(tag, *parts):
    return sha256(b"holdpoint/entry/v1/" + tag + b"\0", *parts)


def be64(number):
    return number.to_bytes(8, "big")


def value_hash(salt, value):
    return tagged(b"value", salt, value.encode())


def field_hash(name, hashed):
    return tagged(b"field", be64(len(name.encode())), name.encode(), hashed)


def commitment(salt, index, received_ms, request, fields):
    return tagged(b"entry", salt, be64(index), be64(received_ms), request, be64(len(fields)), *fields)


def read_body(text):
    need(len(text.encode()) <= BODY_MAX, "a body that is too large")
    body = read_json(text)
    need(isinstance(body, Object), "a body that is no object")
    return body


def is_control(letter):
    return letter < " " or "\x7f" <= letter <= "\x9f"


class Whole:
    """An entry of which all is shown."""

    def __init__(self, line):
        names = ("body", "commitment", "index", "received_ms", "request_key", "secret", "shown")
        body, stated, index, received_ms, request_key, secret, _ = members(line, *names)
        self.stated, self.index = as_hash(stated), as_number(index)
        self.received_ms, self.secret = as_number(received_ms), as_hash(secret)
        self.request_key = as_text(request_key)
        fits = 1 <= len(self.request_key.encode()) <= 200
        need(fits and not any(map(is_control, self.request_key)), "no request key")
        self.body = read_body(as_text(body))

    def salt(self, number):
        return tagged(b"salt", self.secret, be64(number))

    def commitment(self):
        names = sorted(self.body, key=name_order)
        values = [value_hash(self.salt(n + 2), write_json(self.body[it])) for n, it in enumerate(names)]
        fields = [field_hash(it, value) for it, value in zip(names, values)]
        request = tagged(b"request", self.salt(1), self.request_key.encode())
        return commitment(self.salt(0), self.index, self.received_ms, request, fields)


class Part:
    """An entry of which some fields are shown."""

    def __init__(self, line):
        stated, index, reveal, _ = members(line, "commitment", "index", "reveal", "shown")
        fields, inner, received_ms, request, salt = members(
            reveal, "fields", "index", "received_ms", "request", "salt"
        )
        self.stated, self.index = as_hash(stated), as_number(index)
        need(as_number(inner) == self.index, "the index of another entry")
        self.received_ms, self.request, self.salt = as_number(received_ms), as_hash(request), as_hash(salt)
        self.fields = [self.field(it) for it in as_items(fields, BODY_MAX // 4)]

    @staticmethod
    def field(value):
        """Name, value and hash; None for what is not shown."""
        need(isinstance(value, Object), "no object")
        if "field_hash" in value:
            return (None, None, as_hash(*members(value, "field_hash")))
        if "value_hash" in value:
            name, hashed = members(value, "name", "value_hash")
            return (as_text(name), None, field_hash(as_text(name), as_hash(hashed)))
        name, salt, text = members(value, "name", "salt", "value")
        hashed = value_hash(as_hash(salt), as_text(text))
        return (as_text(name), text, field_hash(as_text(name), hashed))

    def commitment(self):
        return commitment(self.salt, self.index, self.received_ms, self.request, [it[2] for it in self.fields])

    def check(self):
        """Names in order, and values that are canonical JSON."""
        last = None
        for name, value, _ in self.fields:
            need(last is None or name is None or name_order(last) < name_order(name), "names out of order")
            if value is not None:
                read_json(value)
            last = last if name is None else name

    def n_open(self):
        return sum(value is not None for _, value, _ in self.fields)

    def body(self):
        return read_body("{" + ",".join(write_string(it[0]) + ":" + it[1] for it in self.fields) + "}")


class Withheld:
    """An entry of which nothing is shown."""

    def __init__(self, line):
        stated, index, _ = members(line, "commitment", "index", "shown")
        self.stated, self.index = as_hash(stated), as_number(index)


# --- The tree -----------------------------------------------------------------------------------------------


class Edge:
    """The right edge of a growing tree (RFC 6962)."""

    def __init__(self):
        self.size, self.subtrees = 0, []

    def append(self, leaf):
        found, size = sha256(b"\0", leaf), self.size
        while size & 1:
            found, size = sha256(b"\1", self.subtrees.pop(), found), size >> 1
        self.subtrees.append(found)
        self.size += 1

    def root(self):
        if not self.subtrees:
            return sha256()
        found = self.subtrees[-1]
        for left in reversed(self.subtrees[:-1]):
            found = sha256(b"\1", left, found)
        return found


# --- Keys, notes, checkpoints -------------------------------------------------------------------------------

SPACES = set("\t\n\x0b\x0c\r \x85\xa0\u1680\u2028\u2029\u202f\u205f\u3000") | {chr(it) for it in range(0x2000, 0x200B)}
LOG_KEY, COSIGNER_KEY = 1, 4
MARK = "\u2014 "


def check_name(name):
    fits = name and not any(it in SPACES or is_control(it) or it == "+" for it in name)
    need(fits, "%r is no name of a key" % name)
    return name


def decimal(text):
    fits = text.isascii() and text.isdigit() and (text == "0" or text[0] != "0") and len(text) <= 20
    need(fits and int(text) < 2**64, "%r is no number" % text)
    return int(text)


class Key:
    def __init__(self, text):
        parts = text.split("+", 2)
        need(len(parts) == 3, "%r is no key" % text)
        data = read_base64(parts[2])
        need(len(data) == 33 and data[0] in (LOG_KEY, COSIGNER_KEY), "a key of no known kind")
        self.name, self.kind, self.bytes = check_name(parts[0]), data[0], data[1:]
        point = point_read(self.bytes)
        need(point is not None and not is_small(point), "no Ed25519 key of full order")
        self.short_id = sha256(self.name.encode(), b"\n", data)[:4]
        need(parts[1] == self.short_id.hex(), "not the id of this name and key")
        self.id = sha256(self.bytes)

    def times(self, note):
        """Of every line of this key, the time (0 of a log's). None if one of them is wrong."""
        mine = [it for it in note.signatures if it[:2] == (self.name, self.short_id)]
        times = [self.time(note.text, it[2]) for it in mine]
        return None if None in times else times

    def time(self, text, signature):
        stamp = 0
        if self.kind == COSIGNER_KEY:
            stamp, signature = int.from_bytes(signature[:8], "big"), signature[8:]
            text = "cosignature/v1\ntime %d\n%s" % (stamp, text)
        holds = stamp < 2**63 and ed25519_verify(self.bytes, text.encode(), signature)
        return stamp if holds else None


class Note:
    def __init__(self, whole):
        need(len(whole.encode()) <= 1000000, "a note that is too large")
        need(not any(it < " " and it != "\n" for it in whole), "a control character")
        end = whole.rfind("\n\n")
        need(end >= 1, "no blank line before the signatures, or no text")
        self.text, lines = whole[: end + 1], whole[end + 2 :]
        need(lines.endswith("\n"), "no signature, or its line has no end")
        lines = lines[:-1].split("\n")
        need(len(lines) <= 100, "more than 100 signatures")
        self.signatures = [self.signature(it) for it in lines]

    @staticmethod
    def signature(line):
        need(line.startswith(MARK) and " " in line[len(MARK) :], "%r is no line of a signature" % line)
        name, text = line[len(MARK) :].split(" ", 1)
        check_name(name)
        data = read_base64(text)
        need(len(data) > 4, "no signature")
        return (name, data[:4], data[4:])


class Checkpoint:
    def __init__(self, text):
        need(text.endswith("\n"), "a checkpoint without end")
        lines = text[:-1].split("\n")
        need(len(lines) >= 3 and all(lines), "a checkpoint of fewer than three lines, or an empty one")
        self.origin, self.size, self.root = check_name(lines[0]), decimal(lines[1]), read_base64(lines[2])
        need(len(self.root) == 32, "no root")


# --- The trust policy ---------------------------------------------------------------------------------------


class NoQuorum(Bad):
    """Too few witnesses."""


class Policy:
    """C2SP tlog-policy."""

    def __init__(self, data):
        self.logs, self.names, self.used, self.quorum = [], {}, set(), False
        need(data.endswith(b"\n"), "the trust policy is empty or its last line has no end")
        for number, line in enumerate(data[:-1].split(b"\n"), 1):
            words = [it for it in line.replace(b"\t", b" ").split(b" ") if it]
            try:
                need(not any((it < 32 and it != 9) or it == 127 for it in line), "a control character")
                if words and not words[0].startswith(b"#"):
                    self.line(words)
            except Bad as bad:
                raise Bad("trust policy, line %d: %s" % (number, bad))
        need(self.quorum is not False, "trust policy: no line `quorum`")

    def line(self, words):
        kind, rest = words[0], words[1:]
        if kind == b"log" and len(rest) in (1, 2):
            self.logs.append(self.key(rest[0], LOG_KEY, self.logs))
        elif kind == b"witness" and len(rest) in (2, 3):
            others = [it for it in self.names.values() if isinstance(it, Key)]
            self.define(rest[0], self.key(rest[1], COSIGNER_KEY, others))
        elif kind == b"group" and len(rest) >= 3:
            self.group(rest[0], rest[1], rest[2:])
        elif kind == b"quorum" and len(rest) == 1:
            need(self.quorum is False, "a second line `quorum`")
            self.quorum = None if rest[0] == b"none" else self.known(rest[0])
        else:
            raise Bad("%r begins no line of a policy" % kind)

    @staticmethod
    def key(word, kind, others):
        key = Key(word.decode("utf-8", "replace"))
        need(key.kind == kind, "a key of the other kind")
        need(key.bytes not in [it.bytes for it in others], "one public key twice")
        return key

    def define(self, name, meaning):
        need(name != b"none" and name not in self.names, "%r is named already" % name)
        self.names[name] = meaning

    def known(self, name):
        need(name in self.names, "%r is no witness or group on a line before" % name)
        return name

    def group(self, name, threshold, words):
        need(name not in self.names, "%r is named already" % name)
        for word in words:
            need(self.known(word) not in self.used, "%r is a member already" % word)
            self.used.add(word)
        counts = {b"any": 1, b"all": len(words)}
        count = counts[threshold] if threshold in counts else decimal(threshold.decode("ascii", "replace"))
        need(1 <= count <= len(words), "no number of members")
        self.define(name, (count, words))

    def log_signed(self, note):
        checkpoint = Checkpoint(note.text)
        mine = [it.times(note) for it in self.logs if it.name == checkpoint.origin]
        need(mine, "no log `%s` is in the trust policy" % checkpoint.origin)
        need(None not in mine, "a signature of the log is not one of this text")
        need(any(mine), "no signature of the log")
        return checkpoint

    def check(self, note):
        checkpoint = self.log_signed(note)
        times = {name: it.times(note) for name, it in self.names.items() if isinstance(it, Key)}
        need(None not in times.values(), "a cosignature is not one of this text")
        if self.quorum is not None and not self.reached(self.quorum, times):
            raise NoQuorum("the quorum is not reached")
        return checkpoint

    def reached(self, name, times):
        meaning = self.names[name]
        if isinstance(meaning, Key):
            return bool(times[name])
        return sum(self.reached(it, times) for it in meaning[1]) >= meaning[0]


# --- Who may sign -------------------------------------------------------------------------------------------

STATEMENT = "https://in-toto.io/Statement/v1"
PAYLOAD = "application/vnd.in-toto+json"
KEY_EVENT = "urn:holdpoint:key-event:v1"
ROLES = ("log", "issuer", "auditor", "government", "root")


class Excusable(Bad):
    """Wrong by what is known; a key event that is withheld could make it right."""


class Held:
    def __init__(self, key, role, added):
        self.key, self.role, self.added, self.retired, self.revoked_from = key, role, added, None, None

    def may_sign(self, role, index):
        need(self.role == role, "a key of another role")
        need(self.added is None or index > self.added, "a key that is added later")
        need(self.revoked_from is None or index < self.revoked_from, "a revoked key")
        need(self.retired is None or index <= self.retired, "a retired key")

    def is_in_force(self):
        return self.retired is None and self.revoked_from is None


class Roots:
    def __init__(self, data):
        self.keys, self.threshold = [], None
        for line in data.decode("utf-8").split("\n"):
            word, _, rest = line.partition(" ")
            if line == "" or line.startswith("#"):
                continue
            need(word in ("threshold", "root"), "%r is no line of root keys" % line)
            if word == "threshold":
                need(self.threshold is None, "a second line `threshold`")
                self.threshold = decimal(rest)
            else:
                self.keys.append(Key(rest))
        ids = {it.id for it in self.keys}
        fits = self.threshold is not None and 1 <= self.threshold <= len(self.keys) == len(ids)
        need(fits and all(it.kind == LOG_KEY for it in self.keys), "root keys that do not fit their threshold")


class Attestation:
    def __init__(self, body):
        said = Object((name, value) for name, value in body.items() if name != "signatures")
        for name in ("_type", "predicateType", "role", "subject"):
            need(name in said, "no member %s" % name)
        self.role, self.predicate_type = said["role"], as_text(said["predicateType"])
        need(said["_type"] == STATEMENT and ":" in self.predicate_type, "no statement")
        need(isinstance(self.role, str) and self.role in ROLES, "no role")
        need(as_items(said["subject"], 1000), "no subject")
        for subject in said["subject"]:
            digest = subject.get("digest") if isinstance(subject, Object) else None
            fits = isinstance(digest, Object) and all(isinstance(it, str) for it in digest.values())
            need(fits, "a subject without digest")
        self.said = said
        text = write_json(said).encode()
        self.signed = b"DSSEv1 %d %s %d %s" % (len(PAYLOAD), PAYLOAD.encode(), len(text), text)
        self.signatures = self.read_signatures(body["signatures"])

    @staticmethod
    def read_signatures(value):
        found = {}
        for item in as_items(value, 32):
            need(isinstance(item, Object), "no object")
            if "kind" in item:
                as_text(item["kind"])
                continue
            key, sig = members(item, "keyid", "sig")
            need(as_hash(key) not in found, "a key signs twice")
            found[as_hash(key)] = read_base64(as_text(sig))
            need(len(found[as_hash(key)]) == 64, "no 64 bytes")
        return found

    def event(self):
        """Action, key id, and the key, role or index; None if it is no key event."""
        if self.predicate_type != KEY_EVENT:
            return None
        need("predicate" in self.said, "no predicate")
        value = self.said["predicate"]
        need(isinstance(value, Object) and "action" in value, "no action")
        if value["action"] == "add":
            speaks = ("speaks_for",) if "speaks_for" in value else ()
            _, text, role = members(value, "action", "key", "role", *speaks)[:3]
            need(isinstance(role, str) and role in ROLES, "no role")
            if speaks:
                parties = [as_text(it) for it in as_items(value["speaks_for"], 100)]
                need(role not in ("log", "root"), "a key of a role that speaks for no party")
                need(parties and all(parties) and len(set(parties)) == len(parties), "no names of parties")
            key = Key(as_text(text))
            need(key.kind == LOG_KEY, "the key of a cosigner")
            return ("add", key.id, (key, role))
        if value["action"] == "retire":
            return ("retire", as_hash(members(value, "action", "key_id")[1]), None)
        need(value["action"] == "revoke", "no action")
        _, start, key_id = members(value, "action", "from", "key_id")
        return ("revoke", as_hash(key_id), as_number(start))


class Signers:
    def __init__(self, roots):
        self.threshold, self.has_gap = roots.threshold, False
        self.keys = {it.id: Held(it, "root", None) for it in roots.keys}

    def whole(self, index, body):
        """None if it is signed rightly, else "signers" if that is not known, else "not-admitted"."""
        try:
            is_signed = self.take(index, body)
        except Excusable:
            return "signers" if self.has_gap else "not-admitted"
        except Bad:
            return "not-admitted"
        return "signers" if self.has_gap and is_signed else None

    def part(self, part):
        expected = {"_type": STATEMENT, "predicateType": KEY_EVENT, "role": "root"}
        opened = [(name, value) for name, value, _ in part.fields if value is not None and name in expected]
        if all(value == write_string(expected[name]) for name, value in opened):
            self.has_gap = True

    def take(self, index, body):
        if "signatures" not in body:
            need(body == {}, "no attestation")
            return False
        attestation = Attestation(body)
        n_signers = self.signers(index, attestation)
        event = attestation.event()
        need(attestation.role != "log", "log keys sign checkpoints alone")
        need(attestation.role != "root" or event, "root keys sign key events alone")
        if event:
            need(attestation.role == "root", "a key event that is not said by the root")
            self.allows(index, event, n_signers)
            self.follow(index, event)
        return True

    def signers(self, index, attestation):
        for key_id, signature in attestation.signatures.items():
            held = self.keys.get(key_id)
            if held is None:
                raise Excusable("a key that was never added")
            held.may_sign(attestation.role, index)
            need(ed25519_verify(held.key.bytes, attestation.signed, signature), "a wrong signature")
        need(attestation.signatures, "no signature that can be checked")
        return len(attestation.signatures)

    def allows(self, index, event, n_signers):
        action, key_id, more = event
        need(n_signers >= self.threshold, "too few root keys")
        held = self.keys.get(key_id)
        if action == "add":
            return need(held is None, "a key that was added before")
        if held is None:
            raise Excusable("a key that was never added")
        need(action != "retire" or held.retired is None, "a key that was retired before")
        need(action != "revoke" or more <= index, "revoked from an entry on that is not there yet")
        left = [it for it in self.keys.values() if it.role == "root" and it.is_in_force() and it is not held]
        if held.role == "root" and len(left) < self.threshold:
            raise Excusable("too few root keys would be left")

    def follow(self, index, event):
        action, key_id, more = event
        if action == "add":
            self.keys[key_id] = Held(more[0], more[1], index)
        elif action == "retire":
            self.keys[key_id].retired = index
        else:
            earlier = self.keys[key_id].revoked_from
            self.keys[key_id].revoked_from = more if earlier is None else min(earlier, more)


# --- Lines --------------------------------------------------------------------------------------------------

LINE_MAX = 4 * BODY_MAX + 4096


def lines(stream):
    """Bytes of each line without its end; None of what is too long or has no end."""
    while True:
        line = stream.readline(LINE_MAX + 1)
        if not line:
            return
        if line.endswith(b"\n"):
            yield line[:-1]
            continue
        while len(line) > LINE_MAX and not line.endswith(b"\n"):
            line = stream.readline(LINE_MAX + 1)
            if len(line) <= LINE_MAX:
                break
        yield None


def read_line(data):
    """The object without its sum, and whether that is right."""
    need(data is not None, "too long, or cut")
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        raise Bad("not UTF-8")
    value = read_json(text)
    need(isinstance(value, Object) and "sum" in value, "no object with a sum")
    stated = as_text(value.pop("sum"))
    digits = sha256(b"holdpoint/bundle/v1/sum\0", write_json(value).encode()).hex()[:16]
    return value, digits == stated


def read_header(value):
    form, n_checkpoints, origin, size = members(value, "bundle", "checkpoints", "origin", "size")
    need(form == "holdpoint/bundle/v1", "a bundle of another version")
    return check_name(as_text(origin)), as_number(size), as_number(n_checkpoints)


def read_item(value):
    kinds = {"all": Whole, "part": Part, "nothing": Withheld}
    need(isinstance(value.get("shown"), str) and value["shown"] in kinds, "no entry")
    return kinds[value["shown"]](value)


# --- The examination ----------------------------------------------------------------------------------------


class Progress:
    def __init__(self):
        self.next, self.is_unreadable = 0, False

    def step(self, number):
        """"out", "in", or "behind" with those that are missing."""
        if number < self.next:
            return "out", None
        first, is_behind = self.next + self.is_unreadable, number > self.next
        self.is_unreadable, self.next = False, number + 1
        return ("behind", (first, number - 1) if first < number else None) if is_behind else ("in", None)

    def rest(self, end):
        first = self.next + self.is_unreadable
        return (first, end - 1) if first < end else None


class Heads:
    """What signed checkpoints claim."""

    def __init__(self, origin, policy):
        self.origin, self.policy = origin, policy
        self.claims, self.roots, self.doubted, self.last_size = [], {}, [], 0

    def pin(self, note):
        checkpoint = self.policy.log_signed(note)
        need(checkpoint.origin == self.origin, "of another ledger")
        self.claim(checkpoint, True)

    def checkpoint(self, text):
        note, is_trusted = Note(text), True
        try:
            checkpoint = self.policy.check(note)
        except NoQuorum:
            checkpoint, is_trusted = Checkpoint(note.text), False
        need(checkpoint.origin == self.origin, "of another ledger")
        self.claim(checkpoint, is_trusted)
        if not is_trusted:
            self.doubted.append(checkpoint.size)
        need(checkpoint.size >= self.last_size, "smaller than the one before")
        self.last_size = checkpoint.size

    def claim(self, checkpoint, is_trusted):
        self.roots[checkpoint.size] = sha256() if checkpoint.size == 0 else None
        self.claims.append((checkpoint.size, checkpoint.root, is_trusted))

    def grown(self, edge):
        if edge.size in self.roots:
            self.roots[edge.size] = edge.root()

    def judge(self, size):
        """Faults, and up to which size the bundle is under a trusted checkpoint."""
        claims = sorted(self.claims, key=lambda it: it[:2])
        held = [it[0] for it in claims if it[2] and self.roots[it[0]] == it[1]]
        held = max(held) if held else None
        failing = [it[0] for it in claims if self.roots[it[0]] not in (None, it[1])]
        forks = {it for it in failing if held is not None and it <= held}
        forks |= {one[0] for one, two in zip(claims, claims[1:]) if one[0] == two[0] and one[1] != two[1]}
        rewritten = [it for it in failing if held is None or it > held]
        faults = [("rolled-back", None)] if claims and claims[-1][0] > size else []
        faults += [("forked", None)] * len(forks)
        if rewritten:
            faults.append(("rewritten", (held or 0, max(rewritten[0] - 1, 0))))
        return faults, held


class Examination:
    def __init__(self, header, policy, pins, roots):
        self.origin, self.size, self.n_checkpoints = header
        self.heads, self.edge = Heads(self.origin, policy), Edge()
        self.checkpoints, self.entries = Progress(), Progress()
        self.received_ms, self.requests = 0, set()
        self.signers = Signers(roots) if roots else None
        self.faults, self.hidden = [], []
        for pin in pins:
            self.attempt(self.heads.pin, pin, ("pin", None))

    def attempt(self, what, argument, fault):
        try:
            what(argument)
        except Bad:
            self.faults.append(fault)

    def fault(self, kind, first=None, last=None):
        self.faults.append((kind, None if first is None else (first, first if last is None else last)))

    def has_entries(self):
        return self.entries.next > 0 or self.entries.is_unreadable

    def line(self, data):
        try:
            value, is_sound = read_line(data)
            if "bundle" in value:
                read_header(value)
                raise Bad("a second header")
            if "checkpoint" in value:
                text, number = members(value, "checkpoint", "number")
                return self.checkpoint(as_number(number), as_text(text), is_sound)
            item = read_item(value)
        except Bad:
            return self.unreadable()
        self.item(item, is_sound)

    def unreadable(self):
        if not self.has_entries() and self.checkpoints.next < self.n_checkpoints:
            progress, fault = self.checkpoints, ("checkpoint", None)
        elif self.entries.next < self.size:
            progress, fault = self.entries, ("unreadable", (self.entries.next, self.entries.next))
        else:
            return self.fault("file")
        if not progress.is_unreadable:
            progress.is_unreadable = True
            self.faults.append(fault)

    def checkpoint(self, number, text, is_sound):
        if not is_sound and number != self.checkpoints.next:
            return self.unreadable()
        if number >= self.n_checkpoints or self.has_entries():
            return self.fault("checkpoint")
        step, missing = self.checkpoints.step(number)
        if step == "out":
            return self.fault("checkpoint")
        if missing:
            self.fault("checkpoint")
        if is_sound:
            self.attempt(self.heads.checkpoint, text, ("checkpoint", None))
        else:
            self.fault("checkpoint")

    def begin_entries(self):
        if self.checkpoints.rest(self.n_checkpoints):
            self.fault("checkpoint")
        self.checkpoints.next = self.n_checkpoints

    def item(self, item, is_sound):
        if not is_sound and item.index != self.entries.next:
            return self.unreadable()
        if item.index >= self.size:
            return self.out_of_place(item.index)
        self.begin_entries()
        step, missing = self.entries.step(item.index)
        if step == "out":
            return self.out_of_place(item.index)
        if step == "behind":
            if missing:
                self.fault("missing", *missing)
            self.edge = None
            self.unknown()
        if not is_sound:
            self.fault("damaged", item.index)
        self.content(item)
        if self.edge:
            self.edge.append(item.stated)
            self.heads.grown(self.edge)

    def out_of_place(self, index):
        self.fault("out-of-place", min(index, 2**63 - 1))

    def unknown(self):
        if self.signers:
            self.signers.has_gap = True

    def content(self, item):
        if isinstance(item, Withheld):
            self.hidden.append(("withheld", item.index))
            return self.unknown()
        if item.commitment() != item.stated:
            self.fault("edited", item.index)
            return self.unknown()
        if isinstance(item, Whole):
            self.received(item)
            if item.request_key in self.requests:
                self.fault("request-twice", item.index)
            self.requests.add(item.request_key)
            return self.signed(item.index, item.body)
        self.part(item)

    def part(self, part):
        is_open, body = part.n_open() == len(part.fields), None
        try:
            part.check()
        except Bad:
            self.fault("no-body", part.index)
            return self.unknown()
        self.received(part)
        if not is_open:
            self.hidden.append(("part", part.index))
            return self.signers and self.signers.part(part)
        try:
            body = part.body()
        except Bad:
            self.fault("no-body", part.index)
            return self.unknown()
        self.signed(part.index, body)

    def received(self, item):
        if item.received_ms < self.received_ms:
            self.fault("time-runs-back", item.index)
        self.received_ms = item.received_ms

    def signed(self, index, body):
        found = self.signers and self.signers.whole(index, body)
        if found == "signers":
            self.hidden.append((found, index))
        elif found:
            self.fault(found, index)

    def finish(self):
        self.begin_entries()
        missing = self.entries.rest(self.size)
        if missing:
            self.fault("missing", *missing)
        faults, held = self.heads.judge(self.size)
        self.faults += faults
        self.hidden += [("quorum", None) for it in self.heads.doubted if held is None or it > held]
        return Report(self.size, held, self.faults, self.hidden)


class Report:
    def __init__(self, size, held, faults, hidden):
        self.size, self.held, self.faults, self.hidden = size, held, faults, hidden

    def answer(self):
        if self.faults:
            return "fails"
        return "not shown" if self.hidden or self.held != self.size else "holds"

    def runs(self):
        """Entries in a row that have one answer."""
        failing = [it[1] for it in self.faults if it[1] and it[0] != "rewritten"]
        failing.sort()
        hidden = {it[1] for it in self.hidden if it[1] is not None}
        bounds = {0, self.held or 0, self.size}
        bounds |= {it for first, last in failing for it in (first, last + 1)}
        bounds |= {it for index in hidden for it in (index, index + 1)}
        bounds = sorted(it for it in bounds if it <= self.size)
        runs, end, at = [], -1, 0
        for first, behind in zip(bounds, bounds[1:]):
            while at < len(failing) and failing[at][0] <= first:
                end, at = max(end, failing[at][1]), at + 1
            is_shown = first not in hidden and first < (self.held or 0)
            answer = "fails" if first <= end else "holds" if is_shown else "not shown"
            if runs and runs[-1][2] == answer:
                runs[-1][1] = behind - 1
            else:
                runs.append([first, behind - 1, answer])
        return runs

    def to_json(self):
        def named(kind, entries):
            shown = None if entries is None else [number_value(it) for it in entries]
            return {"entries": shown, "kind": kind}

        return write_json(
            {
                "answer": self.answer(),
                "entries": [
                    {"answer": answer, "first": number_value(first), "last": number_value(last)}
                    for first, last, answer in self.runs()
                ],
                "faults": [named(*it) for it in self.faults],
                "held": None if self.held is None else number_value(self.held),
                "hidden": [named(kind, None if it is None else (it, it)) for kind, it in self.hidden],
                "size": number_value(self.size),
            }
        )


def examine(stream, policy, pins, roots):
    found = lines(stream)
    try:
        value, is_sound = read_line(next(found, None))
        header = read_header(value)
        need(is_sound, "another sum")
    except Bad:
        return Report(0, None, [("file", None)], [])
    examination = Examination(header, policy, pins, roots)
    for data in found:
        examination.line(data)
    return examination.finish()


# --- For people ---------------------------------------------------------------------------------------------


def say(path, report):
    print("%s: %s" % (path, report.answer()))
    for kind, entries in report.faults:
        where = "" if entries is None else " at entry %d" % entries[0]
        print("  fails: %s%s%s" % (kind, where, " to %d" % entries[1] if entries and entries[1] > entries[0] else ""))
    for first, last, answer in report.runs():
        print("  entries %d to %d: %s" % (first, last, answer))


def whole_file(path):
    with open(path, "rb") as file:
        return file.read()


def main(words):
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    parser.add_argument("--policy", required=True, help="trust policy (C2SP tlog-policy)")
    parser.add_argument("--pin", action="append", default=[], help="a signed checkpoint that was kept before")
    parser.add_argument("--roots", help="root keys: `threshold K` and lines `root NAME+ID+KEY`")
    parser.add_argument("--json", action="store_true", help="one line of JSON for each bundle")
    parser.add_argument("bundle", nargs="+")
    asked = parser.parse_args(words)
    answers = set()
    try:
        policy = Policy(whole_file(asked.policy))
        pins = [Note(whole_file(it).decode("utf-8")) for it in asked.pin]
        roots = Roots(whole_file(asked.roots)) if asked.roots else None
        for path in asked.bundle:
            with open(path, "rb") as stream:
                report = examine(stream, policy, pins, roots)
            answers.add(report.answer())
            print(report.to_json()) if asked.json else say(path, report)
    except (Bad, OSError, UnicodeDecodeError) as error:
        print("holdpoint_verify: %s" % error, file=sys.stderr)
        return 2
    return 1 if "fails" in answers else 4 if "not shown" in answers else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
