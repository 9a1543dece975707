import { unique } from "../../../api/testing/world";
import { organization, space, mutation, byMrn } from "./documents";
import type { GraphqlOperation } from "./operation";

export const SPACES: readonly GraphqlOperation[] = [
  {
    name: "organization",
    action: "organization.read",
    of: "wide",
    document: (place) => byMrn("organization", organization(place)),
  },
  {
    name: "updateOrganization",
    action: "organization.update",
    of: "wide",
    document: (place) =>
      mutation("updateOrganization", "UpdateOrganizationInput!", "{ organization { mrn } }", {
        mrn: organization(place),
        name: "World",
        company: unique(),
      }),
  },
  {
    name: "updateOrganization [token policy]",
    action: "tokenPolicy.write",
    of: "wide",
    document: (place) =>
      mutation("updateOrganization", "UpdateOrganizationInput!", "{ organization { mrn } }", {
        mrn: organization(place),
        name: "World",
        settings: { tokenRequestsPerMinute: 500_000 + Math.floor(Math.random() * 500_000) },
      }),
  },
  {
    name: "deleteOrganization",
    action: "organization.delete",
    of: "wide",
    fatal: true,
    document: (place) => ({
      query: "mutation ($orgMrn: ID!) { deleteOrganization(orgMrn: $orgMrn) }",
      variables: { orgMrn: organization(place) },
    }),
  },
  {
    name: "createSpace",
    action: "space.create",
    of: "wide",
    document: (place) =>
      mutation("createSpace", "CreateSpaceInput!", "{ mrn }", { name: "Another", orgMrn: organization(place) }),
  },
  {
    name: "space",
    action: "space.read",
    of: "space",
    rest: "getSpace",
    document: (place) => byMrn("space", space(place)),
  },
  {
    name: "updateSpace",
    action: "space.update",
    of: "space",
    rest: "updateSpace",
    document: (place) =>
      mutation("updateSpace", "UpdateSpaceInput!", "{ space { mrn } }", {
        mrn: space(place),
        name: "A space",
        description: unique(),
      }),
  },
  {
    name: "deleteSpace",
    action: "space.delete",
    of: "space",
    fatal: true,
    rest: "deleteSpace",
    document: (place) => ({
      query: "mutation ($spaceMrn: ID!) { deleteSpace(spaceMrn: $spaceMrn) }",
      variables: { spaceMrn: space(place) },
    }),
  },
];
