package io.archway.index.database;

import java.lang.reflect.Type;
import java.util.Optional;
import org.jdbi.v3.core.config.ConfigRegistry;
import org.jdbi.v3.core.mapper.RowMapper;
import org.jdbi.v3.core.mapper.RowMapperFactory;
import org.jdbi.v3.core.mapper.reflect.ConstructorMapper;

/**
 * Every record is mapped by its constructor; a column in snake case fills the component of its
 * name.
 */
final class RecordRowMapper {
  static final RowMapperFactory FACTORY = RecordRowMapper::build;

  private RecordRowMapper() {}

  private static Optional<RowMapper<?>> build(Type type, ConfigRegistry config) {
    if (type instanceof Class<?> candidate && candidate.isRecord()) {
      return Optional.of(ConstructorMapper.of(candidate));
    }
    return Optional.empty();
  }
}
