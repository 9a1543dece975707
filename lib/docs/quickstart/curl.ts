import { forwardAuthQuery, type QuickstartParameters } from "./parameters";

/** The token comes from the environment and standard input, so that no list of processes shows it. */
export function curl(parameters: QuickstartParameters): string {
  return `# Prints 200 and what the token has, 401 or 403. The token is in $TOKEN, and gets into no URL and no argument.
printf 'Authorization: Bearer %s\\n' "$TOKEN" |
  curl --silent --show-error --max-time 5 --include --header @- \\
    '${parameters.origin}/api/v1/forward-auth?${forwardAuthQuery(parameters)}'
`;
}
