package io.archway.http.live;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Who is in which presence channel of this gateway; a user with several connections is one member.
 * Thread-safe; what is said is said in the order in which it happened.
 */
final class Presence {

  private final Map<String, Map<Long, Member>> channels = new HashMap<>();

  private record Member(String name, Set<LiveSocket> sockets) {}

  /** As it is signed, and as the others see it. */
  static String channelData(long userKey, String name) {
    ObjectNode data = LiveText.object().put("user_id", Long.toString(userKey));
    data.putObject("user_info").put("name", name);
    return data.toString();
  }

  /**
   * Tells the newcomer who is there, and, if they were not, the others who came.
   *
   * @return false where there are as many members as there may be
   */
  synchronized boolean enter(LiveSocket socket, Grant grant, int maxMembers) {
    String channel = grant.channel().name();
    Map<Long, Member> members = channels.computeIfAbsent(channel, name -> new LinkedHashMap<>());
    boolean comes = !members.containsKey(grant.userKey());
    if (comes && members.size() >= maxMembers) {
      return false;
    }
    Member member =
        members.computeIfAbsent(
            grant.userKey(), key -> new Member(grant.name(), new LinkedHashSet<>()));
    member.sockets.add(socket);
    socket.say(LiveText.event(LiveSocket.SUCCEEDED, channel, data(members)));
    if (comes) {
      String text = channelData(grant.userKey(), grant.name());
      tell(members, socket, LiveText.event("pusher_internal:member_added", channel, text));
    }
    return true;
  }

  private static String data(Map<Long, Member> members) {
    ObjectNode data = LiveText.object();
    ObjectNode presence = data.putObject("presence").put("count", members.size());
    ArrayNode ids = presence.putArray("ids");
    ObjectNode hash = presence.putObject("hash");
    members.forEach(
        (key, member) -> {
          ids.add(Long.toString(key));
          hash.putObject(Long.toString(key)).put("name", member.name);
        });
    return data.toString();
  }

  synchronized void leave(LiveSocket socket, Grant grant) {
    String channel = grant.channel().name();
    Map<Long, Member> members = channels.getOrDefault(channel, Map.of());
    Member member = members.get(grant.userKey());
    if (member == null || !member.sockets.remove(socket) || !member.sockets.isEmpty()) {
      return;
    }
    members.remove(grant.userKey());
    if (members.isEmpty()) {
      channels.remove(channel);
    }
    String data = LiveText.object().put("user_id", Long.toString(grant.userKey())).toString();
    tell(members, socket, LiveText.event("pusher_internal:member_removed", channel, data));
  }

  /** To every other connection in the channel, the sender's user's too. */
  synchronized void tell(LiveSocket from, Grant grant, String text) {
    tell(channels.getOrDefault(grant.channel().name(), Map.of()), from, text);
  }

  private static void tell(Map<Long, Member> members, LiveSocket but, String text) {
    List.copyOf(members.values())
        .forEach(
            member ->
                member.sockets.stream()
                    .filter(socket -> socket != but)
                    .forEach(socket -> socket.say(text)));
  }
}
