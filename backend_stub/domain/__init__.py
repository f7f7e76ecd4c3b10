"""Pure rules of the platform: `decide(state, command, moment) -> Decision`. No database, no clock, no network."""
