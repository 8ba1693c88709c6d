"""What data, uses and levels of say are called in a letter and in a piece of advice: plain words, in two voices."""

from __future__ import annotations

from collections.abc import Mapping

from sayso.say import Say
from sayso.vocabulary import purposes

#: Who speaks: the person who signs a letter, or sayso to that person.
MINE = {"i": "I", "my": "my"}
YOURS = {"i": "you", "my": "your"}

MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip

DATA = {
    "content": "what {i} create, upload or exchange",
    "content.audio": "{my} voice and other sound",
    "content.video": "{my} video",
    "content.chat": "{my} messages, e-mails and calls",
    "content.image": "{my} photos and pictures",
    "content.file": "{my} files and documents",
    "content.screen": "{my} screen shares and whiteboards",
    "content.transcript": "{my} transcripts, captions and recordings",
    "content.prompt": "what {i} ask an AI, and its answers",
    "content.post": "{my} posts, comments and reviews",
    "usage": "data about how {i} use the service",
    "usage.interaction": "data about what {i} do in the service",
    "usage.device": "data about {my} device and browser",
    "usage.diagnostic": "logs and diagnostics of {my} use",
    "usage.location": "{my} location",
    "profile": "{my} account, contact, payment and other personal details",
    "profile.identity": "{my} name and identity",
    "profile.contact": "{my} contact details",
    "profile.payment": "{my} payment details",
    "profile.demographic": "{my} age, gender, work and language",
    "profile.contacts": "data about the people {i} know",
    "sensitive": "{my} sensitive data",
    "sensitive.biometric": "{my} voiceprint and face geometry",
    "sensitive.health": "{my} health data",
}

#: What is done: "you …", "do not …", "not to …".
_ACT = {
    "train-ai": "train AI models with {data}",
    "improve": "develop and improve products with {data}",
    "advertise": "use {data} for marketing and advertising",
    "share": "give {data} to third parties for their own purposes",
    "review": "have people read, listen to or look at {data}",
}
_DOING = {
    "train-ai": "training AI models with {data}",
    "improve": "developing and improving products with {data}",
    "advertise": "using {data} for marketing and advertising",
    "share": "giving {data} to third parties for their own purposes",
    "review": "having people read, listen to or look at {data}",
}

#: What a level means to the person whom it leaves that much say; after "you may train AI models with my video".
LEFT = {
    Say.OPT_IN: ", but only if I agree to it",
    Say.OPT_OUT: ", unless I turn it off",
    Say.LEAVE: ", and I can refuse it only by not taking part, or somebody else decides it for me",
    Say.NO_SAY: ", and offer me no way to refuse it",
}
#: What the person accepts.
ACCEPTED = {
    Say.NEVER: "I do not accept this use.",
    Say.OPT_IN: "I accept this use only if I agree to it first, and if refusing costs me nothing.",
    Say.OPT_OUT: "I accept this use only if I can turn it off.",
    Say.LEAVE: "I accept this use only if I can refuse it by not taking part.",
    Say.NO_SAY: "I accept this use.",
}


def called(data: str, voice: Mapping[str, str], categories: Mapping[str, str]) -> str:
    """Data in words; a category of one's own is called as its policy describes it."""
    if data in categories:
        return categories[data]
    while data not in DATA:
        data = data.rpartition(".")[0]
    return DATA[data].format_map(voice)


def act(purpose: str, data: str) -> str:
    """What is done with data (in words): `train AI models with my video`."""
    return _ACT[purpose].format(data=data) if purpose in _ACT else f"use {data} to {purposes()[purpose].about}"


def doing(purpose: str, data: str) -> str:
    """The same as a noun: `training AI models with my video`."""
    return _DOING[purpose].format(data=data) if purpose in _DOING else f"using {data} to {purposes()[purpose].about}"
