"""How what was asked for is told: ``What's your PIN? It's 4471``, ``Agent: Your member ID, please.⏎Ann: sure, KX-20931``."""

from __future__ import annotations

#: Words that an answer begins with before it comes to the point.
_FILLER = (
    r"(?:y(?:es|eah|ep|up)|sure|o\.?k(?:ay)?|of course|certainly|absolutely|no problem|great|thanks?(?: you)?|hi|hello|hey|u[mh]+|hmm+"
    r"|so|well|my|the|mine|number|it(?: i|['’]?)?s|it|is|was|that(?: i|['’])s|that|this|would|should|be"
    r"|here(?:['’]s| is| are| you go| it is)?|let me see|just|one (?:moment|sec(?:ond)?)|i (?:think|believe)|please"
    r"|ja|gerne|klar|das ist|sie lautet|die|der|das|oui|voici|c['’]est|le|la|s[íiì]|claro|es|el|certo|è|il|sim|é|o|dat is|het|tak|to"
    r"|dạ|vâng|là)"
).replace(" ", "[ ]")
#: Who speaks, perhaps with a time before it.
_SPEAKER = (
    r"(?:\[?(?:[\d./-]{6,10}[ ,]{1,2})?\d{1,2}:\d\d(?::\d\d)?(?:[ ]?[ap]m)?\]?[ \t-]{0,3})?"
    r"[^\n:：\d\[\](){}<>]{1,30}(?::[ \t]{1,3}|(?<=[^\x00-\x7f])[:：][ ]{0,2})"
)
#: From the end of a name, in lower case, to where the value begins: the rest of a question, or the rest of a speaker's last sentence
#: and the next speaker's name; then the fillers.
ANSWER = (
    rf"[^\n?？.!。\d:]{{0,60}}(?:[?？][\"'”)*]{{0,2}}\s{{1,4}}(?:[>*-][ ]){{0,2}}(?:{_SPEAKER})?"
    rf"|[.!]?[\"'”)*]{{0,2}}[ \t]{{0,3}}\r?\n\s{{0,8}}{_SPEAKER})"
    rf"(?:{_FILLER}[ \t,.!:;…-]{{1,4}}){{0,8}}"
)
