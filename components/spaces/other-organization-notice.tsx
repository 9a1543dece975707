import { SubmitButton } from "@/components/ui/submit-button";
import { Callout } from "@/components/ui/callout";

interface Props {
  organization: { id: string; name: string };
  switchOrganization: (values: FormData) => Promise<void>;
}

/** Says that the space belongs to another organization than the current one, and links to it. */
export function OtherOrganizationNotice({ organization, switchOrganization }: Props) {
  const action = (
    <form action={switchOrganization}>
      <input type="hidden" name="organizationId" value={organization.id} />
      <SubmitButton variant="secondary" size="sm">
        Switch to {organization.name}
      </SubmitButton>
    </form>
  );
  return (
    <Callout title={`This space belongs to ${organization.name}`} action={action} className="mb-6">
      You are currently working in another organization.
    </Callout>
  );
}
