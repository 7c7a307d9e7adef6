"""The configuration of nginx: one address for all processes, limits, and who is asked when one does not answer."""

from collections.abc import Collection
from pathlib import Path

from deploy.cluster.layout import HERE, Layout

BODY_MIB = 4
"""As the processes allow; runtime and designer need no more."""
REQUEST_S = 20
"""From one byte of a request to the next; the processes count the whole of it."""
CONNECTIONS = 4096
CONNECT_S = 2
"""To a process of this machine."""
ANSWER_S = 75
"""A little more than a process gives itself (60 s). Sockets are pinged every 15 s."""
ASIDE_S = 2
"""How long a process that refused a connection is left out."""

CONFIGURATION = """\
# Made at each start. Without root: everything lies in this folder, and nothing is written elsewhere.
daemon off;
worker_processes 1;
pid nginx.pid;
error_log stderr warn;

events {{
    worker_connections {connections};
}}

http {{
    access_log off;
    server_tokens off;
    default_type application/octet-stream;
    client_body_temp_path body;
    proxy_temp_path proxy;
    fastcgi_temp_path unused;
    uwsgi_temp_path unused;
    scgi_temp_path unused;

    client_header_timeout {request_s}s;
    client_body_timeout {request_s}s;
    send_timeout {request_s}s;
    keepalive_timeout 30s;
    client_max_body_size {body_mib}m;
    client_header_buffer_size 4k;
    large_client_header_buffers 4 16k;
    limit_conn_zone $binary_remote_addr zone=clients:4m;
    limit_conn clients {per_client};
    limit_conn_status 429;

    map $http_upgrade $connection_to_process {{
        default upgrade;
        ''      '';
    }}

    # Of two headers with one name, one goes on; what only a proxy may say is said here, whatever came in.
    proxy_http_version 1.1;
    proxy_set_header Host $http_host;
    proxy_set_header Origin $http_origin;
    proxy_set_header Authorization $http_authorization;
    proxy_set_header X-Forwarded-For $remote_addr;
    proxy_set_header X-Forwarded-Proto $scheme;
    proxy_set_header X-Forwarded-Host '';
    proxy_set_header X-Forwarded-Port '';
    proxy_set_header X-Real-IP '';
    proxy_set_header Forwarded '';
    proxy_set_header Upgrade $http_upgrade;
    proxy_set_header Connection $connection_to_process;
    proxy_connect_timeout {connect_s}s;
    proxy_read_timeout {answer_s}s;
    proxy_send_timeout {answer_s}s;
    # A request goes to another process only if the first took none of it, or if it may be sent twice (not a POST).
    proxy_next_upstream error timeout;
    proxy_next_upstream_tries 3;
    proxy_next_upstream_timeout 5s;

    upstream processes {{
        zone processes 64k;
        least_conn;
{upstream}
    }}
    # Apart, so that a process that loads its models still serves pages.
    upstream ready {{
{asked}
    }}

    server {{
        listen {host}:{port};

        # Each process has its own figures; ask it for them.
        location = /metrics {{
            return 404;
        }}
        # The cluster is ready when any process is.
        location = /readyz {{
            proxy_next_upstream error timeout http_503;
            proxy_pass http://ready;
        }}
        location / {{
            proxy_pass http://processes;
        }}
{named}
    }}
}}
"""
NAMED = """\
        location /rt/{name}/ {{
            proxy_pass http://{here}:{port}/rt/;
        }}"""


def configuration(layout: Layout, taking: Collection[str]) -> str:
    """nginx.conf; `taking` are the processes that new connections go to, all of them where none is named."""
    servers, asked = [], []
    for name in layout.processes:
        asked.append(f"        server {HERE}:{layout.ports[name]} max_fails=0;")
        state = " down" if taking and name not in taking else ""
        servers.append(f"        server {HERE}:{layout.ports[name]} max_fails=1 fail_timeout={ASIDE_S}s{state};")
    named = [NAMED.format(name=name, here=HERE, port=layout.ports[name]) for name in layout.processes]
    return CONFIGURATION.format(
        connections=CONNECTIONS, request_s=REQUEST_S, body_mib=BODY_MIB,
        per_client=layout.connections_per_client, connect_s=CONNECT_S, answer_s=ANSWER_S,
        host=layout.host, port=layout.port, upstream="\n".join(servers), asked="\n".join(asked), named="\n".join(named),
    )  # fmt: skip


def command(nginx: str, folder: Path) -> tuple[str, ...]:
    """What runs it."""
    return (nginx, "-e", "stderr", "-p", str(folder), "-c", str(folder / "nginx.conf"))
