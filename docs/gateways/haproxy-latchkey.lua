-- Asks Latchkey about a request. HAProxy 2.6 or newer, built with Lua, as Debian's is. The address is in the
-- environment variable LATCHKEY_FORWARD_AUTH; the answer goes into variables: txn.latchkey_status is 0 without one.
local URL = os.getenv("LATCHKEY_FORWARD_AUTH")
local KEPT = {
  ["www-authenticate"] = "txn.latchkey_challenge",
  ["retry-after"] = "txn.latchkey_retry_after",
  ["x-latchkey-token-id"] = "txn.latchkey_token_id",
  ["x-latchkey-organization"] = "txn.latchkey_organization",
  ["x-latchkey-subject"] = "txn.latchkey_subject",
  ["x-latchkey-metadata"] = "txn.latchkey_metadata",
  ["x-latchkey-scopes"] = "txn.latchkey_scopes",
  ["x-latchkey-permissions"] = "txn.latchkey_permissions",
  ["x-latchkey-spaces"] = "txn.latchkey_spaces",
}

-- HAProxy counts header values from 0.
local function values_of(given)
  local values = {}
  for index = 0, 16 do
    if given ~= nil and given[index] ~= nil then table.insert(values, given[index]) end
  end
  return values
end

core.register_action("latchkey", { "http-req" }, function(txn)
  txn:set_var("txn.latchkey_status", 0)
  local given = txn.http:req_get_headers()
  local headers = { ["x-forwarded-for"] = { txn.f:src() } }
  for _, name in ipairs({ "authorization", "user-agent" }) do
    local values = values_of(given[name])
    if #values > 0 then headers[name] = values end
  end
  local answer = core.httpclient():get({ url = URL, headers = headers })
  if answer == nil or answer.status == nil then return end
  txn:set_var("txn.latchkey_status", answer.status)
  for name, variable in pairs(KEPT) do
    local value = values_of(answer.headers and answer.headers[name])[1]
    if value ~= nil then txn:set_var(variable, value) end
  end
end, 0)
