import type { Random } from "./random";

/** The subject of a made-up check: a word for its uid, a title and one line of MQL-like text. */
export interface Subject {
  word: string;
  title: string;
  mql: string;
}

type Template = (random: Random) => Subject;

const SERVICES = ["auditd", "chronyd", "cron", "firewalld", "rsyslog", "sshd", "nginx", "postgresql"] as const;
const FILES = ["/etc/passwd", "/etc/shadow", "/etc/ssh/sshd_config", "/etc/crontab", "/boot/grub/grub.cfg"] as const;
const SSH = ["PermitRootLogin", "X11Forwarding", "PermitEmptyPasswords", "HostbasedAuthentication"] as const;
const KERNEL = ["net.ipv4.ip_forward", "net.ipv4.conf.all.accept_redirects", "kernel.randomize_va_space"] as const;
const PACKAGES = ["telnet", "rsh-client", "ypbind", "tftp", "xinetd", "talk"] as const;

const slug = (text: string): string =>
  text
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, "-")
    .replaceAll(/^-|-$/g, "");

const TEMPLATES: readonly Template[] = [
  (random) => {
    const name = random.pick(SERVICES);
    return {
      word: `${name}-running`,
      title: `Ensure the ${name} service is running`,
      mql: `service("${name}").running == true`,
    };
  },
  (random) => {
    const path = random.pick(FILES);
    const mql = `file("${path}").permissions {\n  other_writeable == false\n  group_writeable == false\n}`;
    return { word: `perm-${slug(path)}`, title: `Ensure only root may write to ${path}`, mql };
  },
  (random) => {
    const name = random.pick(SSH);
    return {
      word: `ssh-${slug(name)}`,
      title: `Ensure SSH ${name} is switched off`,
      mql: `sshd.config.params["${name}"] == "no"`,
    };
  },
  (random) => {
    const name = random.pick(KERNEL);
    const mql = `kernel.parameters["${name}"] == props.expectedValue`;
    return { word: `kernel-${slug(name)}`, title: `Ensure ${name} is set as agreed`, mql };
  },
  (random) => {
    const name = random.pick(PACKAGES);
    return {
      word: `no-${name}`,
      title: `Ensure the ${name} package is not installed`,
      mql: `package("${name}").installed == false`,
    };
  },
];

/** A made-up subject for a check. */
export function subject(random: Random): Subject {
  return random.pick(TEMPLATES)(random);
}

const SENTENCES = [
  "The setting decides who may change the system while it runs.",
  "An attacker who holds an ordinary account could use it to reach further.",
  "Managed images usually carry the right value already; hand-made hosts often do not.",
  "Note – the value takes effect after the service has been restarted.",
  "Review the change with the team that runs the workload before you roll it out.",
  "Keep the previous file, so that the change can be taken back within minutes.",
  "Hosts that are built from the naïve default stay open until someone looks.",
  "The same check applies to virtual machines, containers and bare metal.",
] as const;

/** `count` sentences of made-up documentation, some with letters beyond ASCII. */
export function sentences(random: Random, count: number): string {
  return Array.from({ length: count }, () => random.pick(SENTENCES)).join(" ");
}
