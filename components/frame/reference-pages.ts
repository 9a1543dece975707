/** The reference of the APIs, as the navigation and the palette list it. These pages are not part of the console. */
export const REFERENCE_PAGES = [
  { href: "/docs", label: "API reference" },
  { href: "/docs/graphql", label: "GraphiQL" },
] as const;
