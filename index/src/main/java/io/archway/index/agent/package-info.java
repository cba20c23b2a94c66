/** Agents: programs in the field that sign in as users and say regularly that they are there. */
package io.archway.index.agent;
