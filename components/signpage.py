"""Sign-in, account and refusal pages: plain HTML of their own, which works without scripts."""

from html import escape

PAGE = """<!DOCTYPE html>
<html lang="zh-CN"><head><meta charset="utf-8"><title>{title} · 机关事务综合指挥仪表盘</title>
<meta name="viewport" content="width=device-width, initial-scale=1">
<link rel="stylesheet" href="/theme.css"><link rel="stylesheet" href="/assets/door.css"></head>
<body class="door"><main><p class="door-brand">机关事务<br>综合指挥仪表盘</p>
<section><h1>{title}</h1>{body}</section>
<footer>{foot}</footer></main></body></html>"""
OPEN = "本页未加密（http），口令以明文经过网络，只宜在本机使用；对外服务请在前面加 https。"
FOOT = "本系统不处理涉密信息。登录、查看与导出均有记录。"


def sign_in(csrf: str, back: str, name: str, said: str, secure: bool, oidc: str) -> str:
    """The form to sign in with; `oidc` is what the button of a unified identity says."""
    other = f'<p class="door-or"><a class="door-other" href="/oidc/start?next={escape(back)}">' \
            f"{escape(oidc)}</a></p>" if oidc else ""  # fmt: skip
    body = f"""{_said(said)}<form method="post" action="/sign-in">
<input type="hidden" name="csrf" value="{escape(csrf)}">
<input type="hidden" name="next" value="{escape(back)}">
<label>账号<input name="name" value="{escape(name)}" autocomplete="username" required
 autocapitalize="none" {"" if name else "autofocus"}></label>
<label>口令<input name="password" type="password" autocomplete="current-password" required
 {"autofocus" if name else ""}></label>
<button>登录</button></form>{other}"""
    return _page("登录", body, secure)


def account(who, csrf: str, said: str, bad: bool, secure: bool, own_password: bool) -> str:
    """Who is signed in, a new password, and signing out."""
    facts = f"""<dl><dt>姓名</dt><dd>{escape(who.title)}</dd><dt>账号</dt><dd>{escape(who.name)}</dd>
<dt>角色</dt><dd>{escape(who.role_name)}</dd><dt>范围</dt><dd>{escape(who.region_name)}</dd></dl>"""
    hidden = f'<input type="hidden" name="csrf" value="{escape(csrf)}">'
    change = f"""<h2>修改口令</h2><form method="post" action="/account">{hidden}
<label>现在的口令<input name="old" type="password" autocomplete="current-password" required></label>
<label>新口令<input name="new" type="password" autocomplete="new-password" required></label>
<label>再输一次<input name="again" type="password" autocomplete="new-password" required></label>
<p class="door-note">10 个字符以上，含大写、小写、数字、符号中的三种。改后其他会话全部结束。</p>
<button>修改口令</button></form>"""
    out = f"""<form method="post" action="/sign-out">{hidden}
<p class="door-note">退出会结束本账号在所有设备上的会话。</p>
<button class="door-plain">退出登录</button></form>"""
    body = _said(said, bad) + facts + out + (change if own_password else "")
    return _page("我的账号", body + '<p class="door-or"><a href="/">回到仪表盘</a></p>', secure)


def signed_out() -> str:
    """A plain page for a viewer without an account."""
    body = "<p>现为演示浏览：只有演示数据与公开数据，只在本机打开，没有启用登录。</p>" \
           "<p>启用登录：在服务器上运行</p><pre>.venv/bin/python -m data.access add-user 名字 " \
           "--role administrator</pre>" \
           '<p class="door-or"><a href="/">回到仪表盘</a></p>'  # fmt: skip
    return _page("演示浏览", body, True)


def closed(why: str) -> str:
    """What the app says instead of anything else while nobody can sign in."""
    body = f"""<p class="door-bad" role="alert">{escape(why)}，而系统里还没有账号，因此不打开。</p>
<p>请在服务器上建立第一个账号，然后刷新本页：</p>
<pre>.venv/bin/python -m data.access add-user 名字 --role administrator</pre>
<p class="door-note">角色：leader 领导、analyst 分析员、clerk 填报员、auditor 审计员、administrator
管理员；--region 640100 把账号限于一个地区。</p>"""
    return _page("尚未启用", body, True)


def _said(words: str, bad: bool = True) -> str:
    look = "door-bad" if bad else "door-good"
    return f'<p class="{look}" role="alert">{escape(words)}</p>' if words else ""


def _page(title: str, body: str, secure: bool) -> str:
    foot = FOOT if secure else f"{FOOT}<br>{OPEN}"
    return PAGE.format(title=title, body=body, foot=foot)
