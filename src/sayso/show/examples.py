"""An example for every word of the say grid: levels as documents word them, data and purposes as things."""

from sayso.say import Say

LEVEL = {
    Say.NEVER: "“We do not use your recordings to train artificial intelligence models.”",
    Say.OPT_IN: "“We use your messages to train our models only if you switch this on in your settings.”",
    Say.OPT_OUT: "“We use your messages to train our models. You can turn this off in your settings.”",
    Say.LEAVE: "“If the host turns on the assistant, participants may accept or leave the meeting.”",
    Say.NO_SAY: "“We may use anything that you upload to develop and train our algorithms.”",
    Say.UNSTATED: "a policy that never mentions whether people listen to recordings",
}

DATA = {
    "content": "the call that you hold, the file that you share in it, and the chat beside it",
    "content.audio": "your voice in a call",
    "content.video": "your camera picture",
    "content.chat": "a message to a colleague",
    "content.image": "a photo that you upload",
    "content.file": "a slide deck attached to an invitation",
    "content.screen": "what is on your screen while you share it",
    "content.transcript": "the minutes that the service wrote of your meeting",
    "content.prompt": "what you ask an assistant, and what it answers",
    "content.post": "a comment under a video",
    "usage": "which buttons you press, from which device, and for how long",
    "usage.interaction": "that you attended four meetings this week, for three hours",
    "usage.device": "your browser, your IP address and the cookies set in it",
    "usage.diagnostic": "a crash report",
    "usage.location": "the city that your address on the network points to",
    "profile": "your name, your e-mail address and your bill",
    "profile.identity": "your name, and the passport that you showed to prove it",
    "profile.contact": "your telephone number",
    "profile.payment": "the last four digits of your card",
    "profile.demographic": "your age and your job title",
    "profile.contacts": "the address book that you let the service read",
    "sensitive": "the shape of your face, or what a doctor said of you",
    "sensitive.biometric": "a voiceprint that tells who is speaking",
    "sensitive.health": "that you asked an assistant about an illness",
}

PURPOSE = {
    "provide": "carrying your voice to the others in the call",
    "secure": "finding that somebody else has signed in as you",
    "comply": "keeping bills for as long as the tax office asks",
    "improve": "measuring which features are used, in order to make better ones",
    "personalise": "showing the meetings first that matter to you",
    "research": "a university's study of how people meet",
    "train-ai": "teaching a speech model with recordings of your meetings",
    "advertise": "an advertisement chosen by what you watched, or a newsletter",
    "share": "a list of customers that a data broker buys",
    "review": "an employee who listens to recordings to check a transcript",
    "monitor": "a report to your employer on how attentive you were",
}
