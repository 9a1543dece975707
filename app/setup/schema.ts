import { z } from "@/lib/platform/validation/zod";
import { setUpSchema } from "@/lib/setup/schema";

const { code, organization, admin } = setUpSchema.shape;

/** The set-up form, one level deep as forms are; an empty code of the organization means: propose one. */
export const setUpFormSchema = z
  .object({
    code,
    organizationName: organization.shape.name,
    organizationCode: z.preprocess((value) => (value === "" ? undefined : value), organization.shape.code),
    name: admin.shape.name,
    email: admin.shape.email,
    password: admin.shape.password,
  })
  .transform((form) => ({
    code: form.code,
    organization: { name: form.organizationName, code: form.organizationCode },
    admin: { name: form.name, email: form.email, password: form.password },
  }));
