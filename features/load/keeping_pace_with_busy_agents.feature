@owner:operations
@severity:critical
Feature: Keeping pace with busy agents
  As a user on a busy day
  I want every word of every agent to reach me, once and in order
  So that I can trust what I read however much is going on

  @promise:keeps-pace
  @load
  @wire
  @needs:own_settings
  Rule: However fast events come, each arrives once, in order, unharmed

    Scenario: One person, with an agent that never rests
      Given a platform whose agents answer word by word
      And Ada is in a conversation
      When Ada has her agents write reports for 30 seconds
      Then at least 100 events a second reached her
      And nothing was lost, repeated, reordered or damaged on the way

    Scenario: Twenty people at once
      Given a platform whose agents answer word by word
      And 20 people are in conversations of their own
      When all of them have their agents write reports for 30 seconds
      Then at least 1000 events a second reached them together
      And nothing was lost, repeated, reordered or damaged on the way
      And nobody was told anything of the others
