"""Training AI: what counts, who is told not to, whose data trains, and how much say is left."""

from __future__ import annotations

import pytest

from sayso.terms.document import Document
from sayso.terms.reader import read_document
from sayso.terms.reading import Reading


def read(text: str) -> Reading:
    return read_document(Document("-", f"# Terms\n\n{text}\n"))


def say(text: str, row: str = "content") -> str:
    return str(read(text).grid[row, "train-ai"].say)


def claims(text: str) -> set[str]:
    return {str(c.say) for c in read(text).claims if c.purpose == "train-ai"}


@pytest.mark.parametrize(
    "text",
    [
        "We may use your content to train our machine learning models.",
        "Your content may be used to train artificial intelligence.",
        "We use your posts to develop and improve our AI models.",
        "We use your photos to improve our products, including our AI features.",
        "You grant us a licence to use User Content to train, test and improve algorithms.",
        "We use your messages for analytics, machine learning and product research.",
        "We process your files for the purposes of research, testing, artificial intelligence and security.",
        "We train our models on your conversations.",
        "Our models are trained using your recordings.",
        "We use your comments to build large language models.",
        "We use your prompts to fine-tune our language models.",
        "By posting you agree that we may use your content for AI training.",
        "Your content helps us improve our recommendation algorithms.",
        "We share your content with partners who use it to train their AI models.",
        "We use your user content for AI development.",
    ],
)
def test_training_with_no_choice_leaves_no_say(text: str) -> None:
    assert say(text) == "no-say"


@pytest.mark.parametrize(
    "text",
    [
        "We do not use your content to train AI models.",
        "We will never train artificial intelligence with your content.",
        "Your content is not used to train machine learning models.",
        "Your content is never used for AI training.",
        "Neither we nor our suppliers use your content to train AI models.",
        "We do not use any of your content to train our or third-party AI models.",
        "We use your content only to provide the service, and we do not use it to train AI.",
    ],
)
def test_a_flat_denial_is_never(text: str) -> None:
    assert say(text) == "never"


@pytest.mark.parametrize(
    "text",
    [
        "We will not use your content to train AI models without your consent.",
        "We do not use your content to train AI models unless you opt in.",
        "With your permission, we may use your content to train our AI models.",
        "If you agree, we use your content to improve our machine learning models.",
        "By default, we do not use your content to train our models.",
        "Only if you turn on sharing will your content be used to train our AI models, with your consent.",
    ],
)
def test_asking_first_is_opt_in(text: str) -> None:
    assert say(text) == "opt-in"


@pytest.mark.parametrize(
    "text",
    [
        "We may use your content to train our models unless you opt out in your settings.",
        "If you opt out, we will not use your content to train our models.",
        "If you do not want us to use your content to train our models, you can opt out in your settings.",
        "You can choose whether your content is used to train our AI models.",
        "You may ask us not to use your content to improve our machine learning technologies.",
        "We may use your content to train our models.\n\nYou can opt out of model training in your settings.",
        "We may use your content to train AI.\n\n## Choices\n\nTo turn off AI training, visit your privacy settings.",
    ],
)
def test_a_way_to_refuse_training_is_opt_out_wherever_it_stands(text: str) -> None:
    assert say(text) == "opt-out"


def test_a_control_over_something_else_does_not_lift_training() -> None:
    text = "We use your content to train our AI models.\n\nYou can unsubscribe from our newsletter at any time."
    assert say(text) == "no-say"


@pytest.mark.parametrize(
    "text",
    [
        "You may not use the service to train AI models.",
        "You agree not to use our content to develop machine learning models.",
        "You will not, and will not let others, use any content to improve AI models.",
        "Users are prohibited from using outputs to train competing models.",
        "Do not use our content to train artificial intelligence.",
        "You must not:\n\n- scrape the site; or\n- use any content to train an AI system.",
        "No part of the site may be used for AI training without our prior written consent.",
        "You represent and warrant that your content was not made by AI models trained on the work of others.",
        '"Model" means an artificial intelligence model trained with content.',
        "We reserve all rights in our content, including for AI training.",
    ],
)
def test_what_users_may_not_do_says_nothing_of_the_company(text: str) -> None:
    assert claims(text) == set()


@pytest.mark.parametrize(
    "text",
    [
        "We use artificial intelligence to improve our services with your content.",
        "We use AI to recommend content that you may like.",
        "We use your content to improve our services.",
        "Our AI features use your prompts to answer you.",
        "We use algorithms to rank your posts.",
        "Machine learning helps us to find spam in your messages.",
        "We have developed matching algorithms to show your profile to others.",
        "We train our staff to protect your data from AI models.",
        "We validate our pricing models with your content.",
    ],
)
def test_using_ai_is_not_training_it(text: str) -> None:
    assert claims(text) == set()


@pytest.mark.parametrize(
    "text",
    [
        "Our AI providers do not use your content to train their models.",
        "We do not allow third parties to use your content to train AI models.",
        "This licence does not permit us to use your content to train third-party AI models.",
        "Our contracts do not authorise providers to use your content for their own AI model training.",
        "The model provider states that it does not use your content to train its AI models.",
    ],
)
def test_a_denial_for_others_is_a_sliver(text: str) -> None:
    assert claims(text) == {"never"}
    assert say(text) == "unstated"


def test_a_denial_for_one_kind_is_an_exception_and_not_the_row() -> None:
    text = "We use your content to train AI models. We do not use your direct messages to train AI models."
    cell = read(text).grid["content", "train-ai"]
    assert str(cell.say) == "no-say"
    assert [(e.data, str(e.say)) for e in cell.exceptions] == [("content.chat", "never")]


def test_a_denial_for_one_kind_of_several_leaves_the_row_unstated() -> None:
    text = "You can upload photos and write prompts. We do not use prompts to train AI models."
    assert say(text) == "unstated"


def test_a_denial_for_the_only_kind_that_the_document_names_is_one_for_the_row() -> None:
    assert say("We do not use prompts to train AI models.") == "never"


def test_consent_for_some_kinds_leaves_no_say_over_the_rest() -> None:
    text = (
        "You grant us a licence to use Customer Content for analytics, machine learning and training. "
        "Notwithstanding the above, we will not use audio or video Customer Content to train our AI models "
        "without your consent."
    )
    cell = read(text).grid["content", "train-ai"]
    assert str(cell.say) == "no-say"
    assert {(e.data, str(e.say)) for e in cell.exceptions} == {("content.audio", "opt-in"), ("content.video", "opt-in")}


def test_data_that_is_not_personal_is_still_used() -> None:
    assert say("We may use your content that is not personal data to improve our AI models.") == "no-say"


def test_an_exception_to_a_denial_is_what_counts() -> None:
    assert say("We do not use your content to train AI models, except to detect abuse.") == "no-say"


def test_public_sources_say_nothing_of_what_people_do_here() -> None:
    assert claims("We collect information that is publicly available online to train our AI models.") == set()


def test_feedback_does_not_set_the_row() -> None:
    assert say("If you send us feedback, we may use your feedback to improve our AI models.") == "unstated"


def test_what_people_say_to_an_ai_is_content() -> None:
    text = "We use your interactions with our AI features to improve our AI models."
    assert say(text) == "no-say"
    assert say(text, "usage") == "unstated"


def test_the_data_of_the_clause_trains_and_not_that_of_another() -> None:
    text = "We keep your account information, and we use your posts to train our AI models."
    assert say(text) == "no-say"
    assert say(text, "profile") == "unstated"


def test_an_administrator_who_decides_leaves_people_only_the_door() -> None:
    assert say("Your administrator may choose whether we use your content to train our AI models.") == "leave"


def test_list_items_take_data_and_verb_from_their_lead_in() -> None:
    text = "We use your content to:\n\n- run the service; and\n- train our machine learning models."
    assert say(text) == "no-say"


def test_in_a_section_on_ai_its_tools_are_what_is_improved() -> None:
    assert say("## AI tools\n\nWe use your content to improve these tools.") == "no-say"
    assert say("## Drawing tools\n\nWe use your content to improve these tools.") == "unstated"


@pytest.mark.parametrize(
    "text",
    [
        ("We, our affiliates and our licensors may use Your Content to enhance our artificial intelligence systems."),
        "Content that you submit may be used by us to develop new machine learning technology.",
        (
            "You agree that we may use the content you upload for training purposes, including the training of "
            "AI models."
        ),
        "We use your inputs and outputs to improve the AI features.",
        "We may analyse your messages in order to train our spam-detection algorithms.",
        "When you use our AI assistant, we may retain your prompts and use them to improve our models.",
        "Your conversations with the chatbot may be recorded and used to train the chatbot.",
        "We use the photos and videos you post to teach our AI to recognise objects.",
        "We may use de-identified user content to train our machine learning models.",
        (
            "The licence includes the right for us to use your content to train, develop and fine-tune our own "
            "AI models."
        ),
        (
            "You grant us a worldwide licence to host, store and use your content, including for the purpose "
            "of training generative AI."
        ),
        (
            "We use your content to train and improve our technology, such as our machine learning models and "
            "algorithms."
        ),
        (
            "We use the content you share to develop and train AI models and to gain insights with the help of "
            "automated systems, so that our services are more relevant."
        ),
        ("We may use and disclose your content for product development, including for the development of AI models."),
        "We use your posts and messages for research, innovation and machine learning purposes.",
    ],
)
def test_every_manner_of_use_is_no_say(text: str) -> None:
    assert say(text) == "no-say"


@pytest.mark.parametrize(
    "text",
    [
        "Your files are yours. We do not train AI on your content.",
        "We don't sell your content or use it to train AI models.",
        "None of your content is used to train our AI models.",
        "No customer content is used to train our models.",
        "We do not, and will not, use your content to train generative AI models.",
        "We commit to never using your content for training AI.",
        "We won't use user content for the purposes of machine learning.",
        "We do not use, or allow others to use, your content to train AI models.",
        (
            "We believe that your work is yours: we do not claim it, and do not use it, your content included, "
            "to train AI."
        ),
        "Your content will not be used to train any AI model, ours or anyone else's.",
    ],
)
def test_every_manner_of_denial_is_never(text: str) -> None:
    assert say(text) == "never"


@pytest.mark.parametrize(
    "text",
    [
        "Your content will only be used to train our AI models if you opt in.",
        "We only use your content to improve our AI models when you have given us explicit permission.",
        "Unless you opt in, your content is not used to train our models.",
        "We ask for your consent before using your content to train AI models.",
    ],
)
def test_every_manner_of_asking_is_opt_in(text: str) -> None:
    assert say(text) == "opt-in"


@pytest.mark.parametrize(
    "text",
    [
        (
            "We use your content to train our models. You can turn this off at any time in Settings > Data "
            "controls > Improve the model."
        ),
        "Unless you opt out, we may use your content for training our AI models.",
        "If you turn off this setting, your content will no longer be used to train our AI models.",
        ("You have the right to object to the use of your content for training our AI by filling in this form."),
        "You can disable the use of your content for AI training in your account settings.",
        "If you have not opted out, we will use your content to train our generative AI models.",
        ("By default we use your content to train AI, and you may opt out here: https://example.com/opt-out."),
        "We use your content to train our AI models. You can opt out of this at any time.",
        ("Your posts help to train our AI models. If you object to this, you can switch it off in your settings."),
    ],
)
def test_every_manner_of_refusing_is_opt_out(text: str) -> None:
    assert say(text) == "opt-out"


@pytest.mark.parametrize(
    "text",
    [
        "Third parties may use your public content to train their own AI models without our knowledge.",
        "You retain all rights to content generated with our AI tools.",
        "Our AI features are powered by large language models trained by others on public data.",
        "AI-generated content may be inaccurate, and you are responsible for reviewing it.",
        "We provide training and support for users of our AI products.",
        "You may not remove your content to train others.",
    ],
)
def test_what_is_not_said_is_unstated(text: str) -> None:
    assert say(text) == "unstated"


def exceptions(text: str, row: str = "content") -> dict[str, str]:
    return {e.data: str(e.say) for e in read(text).grid[row, "train-ai"].exceptions}


@pytest.mark.parametrize(
    "text",
    [
        "Our AI features are powered by OpenAI, which does not train its models on your content.",
        "Our agreements with model providers prohibit them from using your content to train their models.",
        "Your content is not used to train third-party AI models.",
        "This licence does not, however, permit us to share your content with AI vendors for their own model training.",
    ],
)
def test_what_others_may_not_do_is_an_exception_of_its_own(text: str) -> None:
    assert say(text) == "unstated"
    assert exceptions(text) == {"other:third-party-training": "never"}


@pytest.mark.parametrize(
    "text",
    [
        "Magic Pen does not use your content to train its models.",
        "The summary feature does not use your content to train AI models.",
        "Your content that we receive from the Calendar APIs is not used to train AI models.",
        "We will not use your content to train AI models that imitate your voice.",
        "We will not use your content to train generative AI models that clone your voice without your consent.",
        "We do not use your content that is delivered under a separate agreement to train AI models.",
    ],
)
def test_a_promise_of_one_feature_or_one_sort_of_model_is_an_exception(text: str) -> None:
    assert say(text) == "unstated"
    assert list(exceptions(text)) == ["other:one feature"]


def test_a_promise_of_business_plans_is_an_exception() -> None:
    text = "We use your content to train AI models. On enterprise plans, we do not use your content to train AI models."
    assert say(text) == "no-say"
    assert exceptions(text) == {"other:business plans": "never"}


PRIVACY = (
    "We collect personal information about you, such as your name, e-mail address, IP address and the messages and "
    "files you upload to the Service. This policy explains how we use your information, with whom we share your "
    "information and how you can access your personal data.\n\n"
)


@pytest.mark.parametrize(
    "text",
    [
        "You keep ownership of your content. We may use it to train our AI models.",
        "We do not sell your content. However, we use it to train our AI models.",
        "We do not claim ownership of your content, and may use your content to train AI.",
        "We do not own your content but you allow us to use your content to train AI models.",
        "We do not share your content with others without consent but may use it for AI training.",
        "We do not only use your content to provide the service but also to train our AI models.",
        "Not all of your content is used to train our AI models.",
        "Except for content that you make public, we do not use your content to train AI models.",
        "You cannot opt out of our use of your content to train our AI models.",
        "It is not possible to object to the use of your content for AI training.",
        "We use your content to train AI models without notifying you or paying you.",
        "We may use your content to train our AI models without your consent.",
        "By uploading content you consent to our use of it to train AI models.",
        "If you delete your content, it will no longer be used to train our AI models.",
    ],
)
def test_a_denial_of_something_else_denies_no_training(text: str) -> None:
    assert say(text) == "no-say"


@pytest.mark.parametrize(
    "text",
    [
        "We use the content you choose to share to train our AI models.",
        "If you choose to upload photos, we may use your content to train our AI models.",
        "Where you choose to use our AI assistant, we use your content to train our models.",
        "When you request a summary, your content may be used to train our AI models.",
        "With your consent where required by law, we may use your content to train our AI models.",
        "We may use your posts and content to train AI and, with your consent, to send you offers.",
        "We collect your contacts with your permission and use your content to train AI models.",
        "We use your content to train AI models, and we ask for your consent before sharing it with advertisers.",
        "You agree that we may, without further consent, use your content to train AI models.",
        "We use your content to train AI models and to send you marketing, from which you can unsubscribe.",
    ],
)
def test_consent_to_something_else_is_no_consent_to_training(text: str) -> None:
    assert say(text) == "no-say"


@pytest.mark.parametrize(
    "text",
    [
        "Your content belongs to you. We will never use it to train AI.",
        "Your content stays private and is excluded from AI training.",
        "We refrain from using your content to train AI.",
        "Nothing in these terms allows us to use your content to train AI models.",
        "Under no circumstances is your content used to train AI models.",
        "The licence above does not include the right to use your content to train AI models.",
        "We work with service providers, and your content is not used to train AI models.",
        "We use your content only to provide the features you request, and we do not use your content to train AI.",
        'We do not use Customer Data to train our models. "Customer Data" means any files that you submit to us.',
        "We don't train on your content.",
        "Your content is not used for model training.",
    ],
)
def test_a_denial_in_other_words_is_never(text: str) -> None:
    assert say(text) == "never"


@pytest.mark.parametrize(
    "text",
    [
        "Model training is off by default. If you turn it on, your content is used to train our models.",
        "You can choose to let us use your content to train our AI models.",
        "Your content is not used for model training unless you opt in.",
        "Unless otherwise agreed in writing, we do not use your content to train AI.",
        "If we ever wish to use your content to train AI models, we will ask for your permission first.",
        "Unless authorised by the customer, we do not use your content to train AI models.",
    ],
)
def test_a_yes_in_other_words_is_opt_in(text: str) -> None:
    assert say(text) == "opt-in"


@pytest.mark.parametrize(
    "text",
    [
        "We may use your inputs to improve our models unless you opt out in settings.",
        "Unless you have turned off the data switch, your content may be used for model training.",
        "Subject to your privacy settings, we may use your content to train our AI models.",
        "We use content from users who have not opted out to train our AI models.",
        "You can request that your content not be used to train our AI models by writing to privacy@acme.example.",
        "If the training toggle is on, which it is by default, we use your content to train our AI.",
    ],
)
def test_a_no_in_other_words_is_opt_out(text: str) -> None:
    assert say(text) == "opt-out"


@pytest.mark.parametrize(
    "text",
    [
        "If you do not agree to the use of your content for AI training, do not use the service.",
        "If you don't want your content used to train AI, please do not upload it.",
        "Your organisation's administrator decides whether we use your content to train our models.",
    ],
)
def test_a_refusal_that_costs_the_service_is_leave(text: str) -> None:
    assert say(text) == "leave"


@pytest.mark.parametrize(
    "text",
    [
        "We expressly prohibit any use of our content or data for machine learning.",
        "We do not allow anyone to use our articles or data to develop AI models.",
        "We are not responsible for how third parties use your content to train AI models.",
        "We cannot guarantee that your content will not be used by others to train AI models.",
        "Please don't enter secrets that you would not want us to use to improve our models with your content.",
        "Calls may be recorded for quality and training purposes.",
        "We may record your messages to us to train our support team.",
        "We provide you with training about artificial intelligence and host your content.",
        "We developed a search engine that powers our AI features and protects your content.",
        "We collect data to improve our app, such as how often AI features and your content are used.",
    ],
)
def test_what_is_asked_of_others_or_done_with_ai_is_no_training(text: str) -> None:
    assert claims(text) == set()


@pytest.mark.parametrize(
    "text",
    [
        "Zero retention: your content is neither stored nor used for training by our AI providers.",
        "Your content is not used by OpenAI to train its models.",
        "We have opted out of having your content used to train the models of our AI providers.",
        "Our vendors do not train their models on your content.",
    ],
)
def test_providers_in_other_words_are_an_exception(text: str) -> None:
    assert say(text) == "unstated"
    assert exceptions(text) == {"other:third-party-training": "never"}


@pytest.mark.parametrize(
    ("text", "content", "usage"),
    [
        ("We use your personal information to train our AI models.", "no-say", "no-say"),
        ("We do not use your personal data to train AI models.", "never", "never"),
        ("We do not use your personal data to train AI models without your consent.", "opt-in", "opt-in"),
        ("We may use telemetry to train machine learning models that detect fraud.", "unstated", "no-say"),
        ("## AI features\n\nWe do not use your data to train any models.", "never", "never"),
        ("## Rights in California\n\nWe do not use your data to train AI models.", "unstated", "unstated"),
        ("We use AI providers. They are not permitted to use your data to train their models.", "unstated", "unstated"),
        ("We use machine learning to detect fraud in your messages.", "unstated", "unstated"),
    ],
)
def test_in_a_privacy_policy_general_words_cover_what_it_collects(text: str, content: str, usage: str) -> None:
    assert say(PRIVACY + text) == content
    assert say(PRIVACY + text, "usage") == usage


def test_in_a_table_row_what_refuses_another_thing_refuses_no_training() -> None:
    text = "| Purpose | Choice |\n|---|---|\n| We use your content to train AI models | You can opt out of marketing |"
    assert say(text) == "no-say"
