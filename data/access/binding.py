"""Which addresses the server may listen on."""

from ipaddress import ip_address

from data.access import accounts


def refusal(host: str) -> str:
    """Why the server may not listen on an address; "" when it may."""
    try:
        if ip_address(host).is_loopback or accounts.exist():
            return ""
    except ValueError:
        return f"地址 HOST={host} 不是 IP 地址。请改正后重试，例如 HOST=0.0.0.0 make run。"
    return (
        f"不能监听 {host}：还没有账号，别的机器打开就能看到全部数据。请先运行 "
        ".venv/bin/python -m data.access add-user 名字 --role administrator 建立账号，"
        "或去掉 HOST 只在本机使用。"
    )
