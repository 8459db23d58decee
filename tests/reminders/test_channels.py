"""Mail and chats through apprise, against a real mail server and a real HTTP receiver."""

import json
import socket
import threading
from email import message_from_bytes
from email.header import decode_header, make_header
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from aiosmtpd.controller import Controller
from apprise.plugins.dingtalk import NotifyDingTalk
from apprise.plugins.feishu import NotifyFeishu
from apprise.plugins.wecombot import NotifyWeComBot
from pydantic import SecretStr

from workflow.adapters.channels import AppriseChannels, channels_installed
from workflow.app.ports import DeliveryError

# apprise itself imports what later Pythons drop
pytestmark = pytest.mark.filterwarnings("ignore:'imghdr' is deprecated:DeprecationWarning")

TITLE, BODY = (
    "依申请公开提醒：示政公开〔2026〕1号",
    "还剩 3 个工作日。\nhttps://gongkai.invalid/cases/1",
)


class Mailbox:
    def __init__(self):
        self.mails = []
        self.answer = "250 OK"

    async def handle_DATA(self, server, session, envelope):  # noqa: N802
        if self.answer.startswith("250"):
            self.mails.append((envelope.rcpt_tos, message_from_bytes(envelope.content)))
        return self.answer


@pytest.fixture
def mailbox():
    mailbox = Mailbox()
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        mailbox.port = free.getsockname()[1]
    server = Controller(mailbox, hostname="127.0.0.1", port=mailbox.port)
    server.start()
    yield mailbox
    server.stop()


class Receiver(ThreadingHTTPServer):
    """Takes what robots are sent; answers as they do."""

    answer = (200, {"errcode": 0, "code": 0, "StatusCode": 0})

    def __init__(self):
        super().__init__(("127.0.0.1", 0), Handler)
        self.got = []


class Handler(BaseHTTPRequestHandler):
    def do_POST(self):
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.server.got.append((self.path, json.loads(body)))
        status, answer = self.server.answer
        self.send_response(status)
        self.end_headers()
        self.wfile.write(json.dumps(answer).encode())

    def log_message(self, *_):
        """Say nothing."""


@pytest.fixture
def receiver():
    server = Receiver()
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield server
    server.shutdown()
    thread.join()
    server.server_close()


def mailing(mailbox):
    url = f"mailto://127.0.0.1:{mailbox.port}?from=gongkai@example.invalid&mode=insecure"
    return AppriseChannels(SecretStr(url))


def test_a_mail_arrives_at_the_person_s_address(mailbox):
    mailing(mailbox).send("mail", "li@example.invalid", TITLE, BODY)
    ((recipients, mail),) = mailbox.mails
    assert recipients == ["li@example.invalid"]
    assert str(make_header(decode_header(mail["Subject"]))) == TITLE
    assert "gongkai@example.invalid" in mail["From"]
    text = "".join(
        part.get_payload(decode=True).decode()
        for part in mail.walk()
        if part.get_content_maintype() == "text"
    )
    assert "还剩 3 个工作日。" in text
    assert "https://gongkai.invalid/cases/1" in text


def test_a_mail_that_the_server_refuses_is_a_failure(mailbox):
    mailbox.answer = "550 no such person"
    with pytest.raises(DeliveryError) as failed:
        mailing(mailbox).send("mail", "li@example.invalid", TITLE, BODY)
    assert failed.value.code == "notify.not_accepted"


def test_a_mail_server_that_is_down_is_a_failure():
    nobody = AppriseChannels(SecretStr("mailto://127.0.0.1:9?from=a@example.invalid&mode=insecure"))
    with pytest.raises(DeliveryError):
        nobody.send("mail", "li@example.invalid", TITLE, BODY)


def test_without_a_mail_server_mail_says_so():
    with pytest.raises(DeliveryError) as failed:
        AppriseChannels().send("mail", "li@example.invalid", TITLE, BODY)
    assert failed.value.code == "notify.no_mail_server"


ROBOTS = [
    ("wecom", NotifyWeComBot, "/wecom?key={key}", "https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=abcd-1234"),
    ("dingtalk", NotifyDingTalk, "/dingtalk?access_token={token}", "https://oapi.dingtalk.com/robot/send?access_token=abcd1234"),
    ("feishu", NotifyFeishu, "/feishu/{token}", "https://open.feishu.cn/open-apis/bot/v2/hook/abcd1234"),
]  # fmt: skip


@pytest.mark.parametrize(("channel", "plugin", "path", "address"), ROBOTS)
def test_a_robot_gets_the_message_at_the_address_that_the_chat_shows(
    receiver, monkeypatch, channel, plugin, path, address
):
    # the chats' own hosts are the outside world: their place is taken by the receiver
    here = f"http://127.0.0.1:{receiver.server_port}"
    monkeypatch.setattr(plugin, "notify_url", here + path)
    AppriseChannels().send(channel, address, TITLE, BODY)
    ((asked, sent),) = receiver.got
    assert asked.startswith(f"/{channel}")
    assert "abcd" in asked
    assert "示政公开〔2026〕1号" in json.dumps(sent, ensure_ascii=False)
    assert "还剩 3 个工作日" in json.dumps(sent, ensure_ascii=False)


@pytest.mark.parametrize(("channel", "plugin", "path", "address"), ROBOTS)
def test_a_robot_that_is_down_is_a_failure(receiver, monkeypatch, channel, plugin, path, address):
    receiver.answer = (500, {})
    monkeypatch.setattr(plugin, "notify_url", f"http://127.0.0.1:{receiver.server_port}{path}")
    with pytest.raises(DeliveryError):
        AppriseChannels().send(channel, address, TITLE, BODY)


def test_a_web_hook_gets_json(receiver):
    address = f"http://127.0.0.1:{receiver.server_port}/in"
    AppriseChannels().send("webhook", address, TITLE, BODY)
    ((path, sent),) = receiver.got
    assert path.rstrip("/") == "/in"
    assert (sent["title"], sent["message"]) == (TITLE, BODY)


def test_an_address_that_no_robot_has_is_a_failure():
    with pytest.raises(DeliveryError) as failed:
        AppriseChannels().send("dingtalk", "!!", TITLE, BODY)
    assert failed.value.code == "notify.address_unusable"


def test_the_extra_is_installed_here():
    assert channels_installed()
