@owner:operations
@severity:critical
Feature: Keeping many conversations quick
  As a user at the busiest hour of the day
  I want my question taken and my answer written as soon as when I am alone
  So that I need not look for a quiet hour

  # A message takes from the moment at which the device sends it until that device hears that the
  # message is stored. An event takes from the moment at which it happens to the moment at which
  # it is there. People ask when they want to, whether or not they were answered. What the
  # platform keeps is kept in memory here: how long a disk takes is not the platform's doing.
  @promise:quick-for-many
  @load
  @wire
  @needs:own_settings
  Rule: However many talk at once, 99 of 100 messages and events take 50 ms at most, and none is lost

    Scenario: Twenty-five people
      Given a platform whose disk lets nobody wait
      And 25 people are in conversations of their own
      When each of them asks every 4 to 6 seconds, for 20 seconds
      Then 99 of 100 messages were accepted, and 99 of 100 events arrived, within 50 milliseconds
      And every question was answered, and no connection was lost
      And nothing was lost, repeated, reordered or damaged on the way
      And nobody was told anything of the others

    Scenario: A hundred people, a quarter of them on two devices
      Given a platform whose disk lets nobody wait
      And 100 people are in conversations of their own
      And every fourth of them follows the conversation on a second device
      When each of them asks every 14 to 20 seconds, for 20 seconds
      Then 99 of 100 messages were accepted, and 99 of 100 events arrived, within 50 milliseconds
      And every question was answered, and no connection was lost
      And nothing was lost, repeated, reordered or damaged on the way

    Scenario: One person in sixty conversations
      Given Jürgen is in 60 conversations at once
      When Jürgen asks five questions a second, for 12 seconds, in one after the other
      Then every question was answered, and no connection was lost
      And nothing was lost, repeated, reordered or damaged on the way
