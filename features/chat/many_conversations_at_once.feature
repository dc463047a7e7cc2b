@owner:chat
@severity:critical
Feature: Many conversations at once
  As a user with a day's questions on my mind
  I want to ask them all at once, from wherever I am
  So that I wait for the slowest answer only, and each stands where I asked

  @promise:each-in-its-own
  @wire
  Rule: However many conversations go on, each question is answered in its own

    Scenario: Sixty conversations of one person
      Given Ada is in the chat
      When Ada asks about another model in each of 60 conversations at once
      Then each of the 60 questions of Ada is answered where it was asked
      And each run of Ada is complete and in order, and nothing was lost or repeated

  @promise:devices-in-one
  @wire
  Rule: One conversation takes questions from all devices, and answers each in its turn

    Scenario: Three devices in one conversation
      Given Ada is in a conversation
      When three devices of Ada ask in it at once
      Then each of the 3 questions is answered once, one after the other
      And all devices of Ada were told the same, in the same order
