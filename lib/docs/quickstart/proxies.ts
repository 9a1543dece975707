import { forwardAuthQuery, type QuickstartParameters } from "./parameters";

/** What a proxy asks, and whom. */
export interface ForwardAuth {
  /** Where Latchkey or its gateway is. */
  readonly origin: string;
  /** The query of forward-auth. */
  readonly query: string;
}

const askForScope = (parameters: QuickstartParameters): ForwardAuth => ({
  origin: parameters.origin,
  query: forwardAuthQuery(parameters),
});

export const nginx = (parameters: QuickstartParameters): string => nginxRecipe(askForScope(parameters));
export const caddy = (parameters: QuickstartParameters): string => caddyRecipe(askForScope(parameters));

/** Checks the certificate of a Latchkey on https, which nginx does not do by itself. */
const tls = (hostname: string): string => `
    proxy_ssl_server_name on;
    proxy_ssl_name ${hostname};
    proxy_ssl_verify on;
    proxy_ssl_verify_depth 3;
    proxy_ssl_trusted_certificate /etc/ssl/certs/ca-certificates.crt;`;

/** The recipe of docs/gateways/nginx.conf. */
export function nginxRecipe({ origin, query }: ForwardAuth): string {
  const { protocol, host, hostname, port } = new URL(origin);
  const isHttps = protocol === "https:";
  return `# Inside http { }. nginx 1.13 or newer with ngx_http_auth_request_module, which Debian's nginx has.
upstream latchkey {
  server ${hostname}:${port || (isHttps ? "443" : "80")};
  keepalive 32;
}

server {
  listen 127.0.0.1:8080;

  location / {
    auth_request /_latchkey;
    auth_request_set $latchkey_status $upstream_status;
    auth_request_set $latchkey_challenge $upstream_http_www_authenticate;
    auth_request_set $latchkey_retry_after $upstream_http_retry_after;
    auth_request_set $latchkey_token_id $upstream_http_x_latchkey_token_id;
    auth_request_set $latchkey_organization $upstream_http_x_latchkey_organization;
    auth_request_set $latchkey_subject $upstream_http_x_latchkey_subject;
    auth_request_set $latchkey_metadata $upstream_http_x_latchkey_metadata;
    auth_request_set $latchkey_scopes $upstream_http_x_latchkey_scopes;
    auth_request_set $latchkey_permissions $upstream_http_x_latchkey_permissions;
    auth_request_set $latchkey_spaces $upstream_http_x_latchkey_spaces;
    error_page 403 = @latchkey_denied;
    error_page 500 = @latchkey_unanswered;

    # These seven overwrite whatever a client sends under their names.
    proxy_set_header X-Latchkey-Token-Id $latchkey_token_id;
    proxy_set_header X-Latchkey-Organization $latchkey_organization;
    proxy_set_header X-Latchkey-Subject $latchkey_subject;
    proxy_set_header X-Latchkey-Metadata $latchkey_metadata;
    proxy_set_header X-Latchkey-Scopes $latchkey_scopes;
    proxy_set_header X-Latchkey-Permissions $latchkey_permissions;
    proxy_set_header X-Latchkey-Spaces $latchkey_spaces;
    # Optional: the application behind needs no token any more.
    proxy_set_header Authorization "";
    proxy_set_header Host $host;
    proxy_pass http://127.0.0.1:9000;
  }

  location = /_latchkey {
    internal;
    proxy_pass ${protocol}//latchkey/api/v1/forward-auth?${query};${isHttps ? tls(hostname) : ""}
    proxy_method GET;
    proxy_pass_request_body off;
    proxy_set_header Host ${host};
    proxy_set_header Content-Length "";
    proxy_set_header Cookie "";
    proxy_set_header X-Forwarded-For $remote_addr;
    proxy_http_version 1.1;
    proxy_set_header Connection "";
    proxy_connect_timeout 1s;
    proxy_read_timeout 3s;
    # For the headers of a token with 500 scopes and 4 KiB of metadata.
    proxy_buffer_size 64k;
    proxy_buffers 8 64k;
  }

  # auth_request passes the challenge of a 401 on by itself, of a 403 not.
  location @latchkey_denied {
    add_header WWW-Authenticate $latchkey_challenge always;
    return 403;
  }

  # auth_request makes a 500 of everything else: a limit, an outage, no answer.
  location @latchkey_unanswered {
    add_header Retry-After $latchkey_retry_after always;
    if ($latchkey_status = 429) {
      return 429;
    }
    return 503;
  }
}
`;
}

/** The headers of forward-auth that name the token to the application. */
const HEADERS = ["Token-Id", "Organization", "Subject", "Metadata", "Scopes", "Permissions", "Spaces"]
  .map((name) => `X-Latchkey-${name}`)
  .join(" ");

/** The recipe of docs/gateways/Caddyfile. */
export function caddyRecipe({ origin, query }: ForwardAuth): string {
  return `# Caddy 2.5 or newer.
http://127.0.0.1:8080 {
	# An address above only selects by the Host header; without this line Caddy listens on all interfaces.
	bind 127.0.0.1

	# In a route the order is as written: Caddy's own would remove the headers after forward_auth has set them.
	route {
		request_header -*latchkey*
		# Nor may a client name them in Connection, for Caddy drops on its way what is named there.
		request_header Connection (?i)latchkey gone

		forward_auth ${origin} {
			uri /api/v1/forward-auth?${query}
			header_up Host ${new URL(origin).host}
			header_up -Cookie
			copy_headers ${HEADERS}
			transport http {
				dial_timeout 1s
				response_header_timeout 3s
			}
		}

		# Optional: the application behind needs no token any more.
		request_header -Authorization
		reverse_proxy 127.0.0.1:9000
	}
}
`;
}
