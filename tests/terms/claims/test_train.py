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


def test_a_denial_for_one_kind_alone_leaves_the_row_unstated() -> None:
    assert say("We do not use prompts to train AI models.") == "unstated"


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
