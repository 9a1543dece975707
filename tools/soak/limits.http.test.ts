import { describeLimitRounds } from "../testing/limit-rounds";

describeLimitRounds({ undisturbed: 10, killed: 1 });
