/** What an organization keeps for its own work: options by name, categories of media. */
package io.archway.index.setting;
