import { type QuickstartParameters, quoted } from "./parameters";

export const go = ({ origin, api, scope }: QuickstartParameters): string => `package main

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"log"
	"net"
	"net/http"
	"net/url"
	"os"
	"regexp"
	"strings"
	"time"
)

const (
	latchkey = ${quoted(origin)}
	api      = ${quoted(api)}
)

// An API token with the permission Verifier. Keep it out of the code.
var verifier = os.Getenv("LATCHKEY_VERIFIER_TOKEN")

var client = &http.Client{
	Timeout:       3 * time.Second,
	CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
}

var credentials = regexp.MustCompile("(?i)^Bearer +([A-Za-z0-9._~+/-]+=*)$")

// token is what Latchkey says about a token.
type token struct {
	Active bool
	Scope  string
	Sub    string
}

// introspect asks Latchkey about a token (RFC 7662). A token that is limited to networks is active only with the
// client's address, and only if that is in one of them.
func introspect(ctx context.Context, secret, address string) (token, error) {
	form := url.Values{"token": {secret}, "resource": {api}, "address": {address}}.Encode()
	request, err := http.NewRequestWithContext(ctx, http.MethodPost, latchkey+"/oauth/introspect", strings.NewReader(form))
	if err != nil {
		return token{}, err
	}
	request.Header.Set("Authorization", "Bearer "+verifier)
	request.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	response, err := client.Do(request)
	if err != nil {
		return token{}, err
	}
	defer response.Body.Close()
	if response.StatusCode != http.StatusOK {
		return token{}, fmt.Errorf("Latchkey responded %s", response.Status)
	}
	var found token
	err = json.NewDecoder(io.LimitReader(response.Body, 1<<20)).Decode(&found)
	return found, err
}

// requireScope lets only requests pass whose token has the scope. It answers others as RFC 6750 says.
func requireScope(scope string, next func(http.ResponseWriter, *http.Request, token)) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		refuse := func(status int, parameters string) {
			w.Header().Set("WWW-Authenticate", "Bearer realm=\\"api\\""+parameters)
			w.WriteHeader(status)
		}
		match := credentials.FindStringSubmatch(r.Header.Get("Authorization"))
		if match == nil {
			refuse(http.StatusUnauthorized, "")
			return
		}
		address, _, err := net.SplitHostPort(r.RemoteAddr) // Behind a proxy, the address that the proxy passes.
		var found token
		if err == nil {
			found, err = introspect(r.Context(), match[1], address)
		}
		switch {
		case err != nil:
			log.Print("A token could not be checked: ", err)
			w.WriteHeader(http.StatusServiceUnavailable)
		case !found.Active:
			refuse(http.StatusUnauthorized, ", error=\\"invalid_token\\"")
		case !strings.Contains(" "+found.Scope+" ", " "+scope+" "):
			refuse(http.StatusForbidden, ", error=\\"insufficient_scope\\", scope=\\""+scope+"\\"")
		default:
			next(w, r, found)
		}
	}
}

func main() {
	port := os.Getenv("PORT")
	if port == "" {
		port = "8000"
	}
	http.HandleFunc("/", requireScope(${quoted(scope)}, func(w http.ResponseWriter, _ *http.Request, found token) {
		w.Header().Set("Content-Type", "application/json")
		json.NewEncoder(w).Encode(map[string]string{"subject": found.Sub})
	}))
	server := &http.Server{Addr: "127.0.0.1:" + port, ReadHeaderTimeout: 5 * time.Second}
	log.Fatal(server.ListenAndServe())
}
`;
