package io.archway.index.database;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.Proxy;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.config.ConfigRegistry;
import org.jdbi.v3.core.extension.ExtensionFactory;
import org.jdbi.v3.core.extension.ExtensionMetadata;
import org.jdbi.v3.core.extension.ExtensionMetadata.ExtensionHandlerInvoker;
import org.jdbi.v3.core.extension.Extensions;
import org.jdbi.v3.core.extension.HandleSupplier;
import org.jdbi.v3.sqlobject.SqlObjectFactory;

/**
 * Attaches DAOs to handles in the way of Jdbi, but looks at a type once for all handles, and makes
 * ready only the methods that are called. Jdbi itself does both anew for each handle and all
 * methods, which takes longer than most queries.
 */
final class LazyDaos implements ExtensionFactory {
  private final Jdbi jdbi;
  private final ExtensionFactory sqlObjects;
  private final Map<Class<?>, ExtensionMetadata> types = new ConcurrentHashMap<>();

  /** After {@link org.jdbi.v3.sqlobject.SqlObjectPlugin} was installed. */
  LazyDaos(Jdbi jdbi) {
    this.jdbi = jdbi;
    this.sqlObjects =
        jdbi.getConfig(Extensions.class).findFactory(SqlObjectFactory.class).orElseThrow();
  }

  @Override
  public boolean accepts(Class<?> type) {
    return sqlObjects.accepts(type);
  }

  @Override
  public Set<FactoryFlag> getFactoryFlags() {
    return EnumSet.of(FactoryFlag.DONT_USE_PROXY);
  }

  @Override
  public <E> E attach(Class<E> type, HandleSupplier handles) {
    ExtensionMetadata known = types.computeIfAbsent(type, this::lookAt);
    ConfigRegistry config = known.createInstanceConfiguration(handles.getConfig());
    return type.cast(
        Proxy.newProxyInstance(
            type.getClassLoader(),
            new Class<?>[] {type},
            new Methods(known, handles, config, new HashMap<>())));
  }

  private ExtensionMetadata lookAt(Class<?> type) {
    return jdbi.getConfig(Extensions.class).findMetadata(type, sqlObjects);
  }

  /** Of one DAO on one handle, thus for one thread. */
  private record Methods(
      ExtensionMetadata known,
      HandleSupplier handles,
      ConfigRegistry config,
      Map<Method, ExtensionHandlerInvoker> ready)
      implements InvocationHandler {

    @Override
    public Object invoke(Object dao, Method method, Object[] arguments) throws Throwable {
      if (method.isDefault() && Modifier.isPublic(method.getDeclaringClass().getModifiers())) {
        return InvocationHandler.invokeDefault(dao, method, arguments);
      }
      return switch (method.getDeclaringClass() == Object.class ? method.getName() : "") {
        case "equals" -> dao == arguments[0];
        case "hashCode" -> System.identityHashCode(dao);
        case "toString" -> known.extensionType().getSimpleName();
        default -> ready.computeIfAbsent(method, one -> makeReady(dao, one)).invoke(arguments);
      };
    }

    private ExtensionHandlerInvoker makeReady(Object dao, Method method) {
      return known.createExtensionHandlerInvoker(dao, method, handles, config);
    }
  }
}
